#include <absl/strings/str_format.h>

#include <cstdlib>

#include "pipeline/journal/journal_facts.h"
#include "pipeline/journal/journal_reader.h"

namespace dcmscrub {
namespace {

std::uint64_t Unsigned(std::int64_t number) {
  return number < 0 ? 0 : static_cast<std::uint64_t>(number);
}

// "(gggg,eeee)", as journals have it.
Tag TagOf(const std::string& text) {
  if (text.size() != 11) return Tag();
  const std::string digits = text.substr(1, 4) + text.substr(6, 4);
  return Tag(
      static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 16)));
}

// Adds one journal. The first query that fails ends it.
class Adder {
 public:
  Adder(const JournalReader& reader, JournalFacts& facts)
      : reader_(reader), facts_(facts), first_run_(facts.runs.size()) {}

  absl::Status Add() {
    for (const auto add :
         {&Adder::AddRuns, &Adder::AddTallies, &Adder::AddFolders,
          &Adder::AddSamples, &Adder::AddChanges, &Adder::AddInputs,
          &Adder::AddQuarantined, &Adder::AddStudies}) {
      if (absl::Status status = (this->*add)(); !status.ok()) return status;
    }
    Finish();
    return absl::OkStatus();
  }

 private:
  // nullptr: a run that the table does not have.
  JournalRun* RunOf(std::int64_t id) {
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : &facts_.runs[found->second];
  }

  absl::Status AddRuns();
  absl::Status AddTallies();
  absl::Status AddFolders();
  absl::Status AddSamples();
  absl::Status AddChanges();
  absl::Status AddInputs();
  absl::Status AddQuarantined();
  absl::Status AddStudies();
  void Finish();

  // The column of inputs that version 1 lacks.
  std::string_view rule() const {
    return reader_.version() == 1 ? "NULL" : "rule";
  }

  const JournalReader& reader_;
  JournalFacts& facts_;
  const std::size_t first_run_;
  std::map<std::int64_t, std::size_t> places_;  // run.id → facts_.runs
};

absl::Status Adder::AddRuns() {
  const char* const sql =
      reader_.is_full()
          ? "SELECT id, started, finished, policy, key, version, policy_name, "
            "profile, options, edition, random_key, searched, interrupted, "
            "seconds, bytes_in, bytes_out FROM run ORDER BY id"
          : "SELECT id, started, finished, policy, key FROM run ORDER BY id";
  return reader_.ForEach(sql, [&](SqliteStatement& row) {
    JournalRun run;
    run.started = row.TextAt(1);
    run.finished = row.TextAt(2);
    run.policy = row.TextAt(3);
    run.key = row.TextAt(4);
    run.about.searched = false;
    if (reader_.is_full()) {
      run.about.version = row.TextAt(5);
      run.described = !run.about.version.empty();
      run.about.policy = row.TextAt(6);
      run.about.profile = row.TextAt(7);
      run.about.options = row.TextAt(8);
      run.about.edition = row.TextAt(9);
      run.about.random_key = row.NumberAt(10) != 0;
      run.about.searched = row.NumberAt(11) != 0;
      run.interrupted = row.NumberAt(12) != 0;
      run.seconds = row.RealAt(13);
      run.bytes_in = Unsigned(row.NumberAt(14));
      run.bytes_out = Unsigned(row.NumberAt(15));
    }
    places_[row.NumberAt(0)] = facts_.runs.size();
    facts_.runs.push_back(std::move(run));
  });
}

absl::Status Adder::AddTallies() {
  if (!reader_.is_full()) return absl::OkStatus();
  return reader_.ForEach(
      "SELECT run, what, name, count FROM tally", [&](SqliteStatement& row) {
        const std::string what = row.TextAt(1);
        const std::string name = row.TextAt(2);
        const std::uint64_t count = Unsigned(row.NumberAt(3));
        JournalRun* const run = RunOf(row.NumberAt(0));
        if (what == "outcome" && run != nullptr) {
          run->outcomes[name] += count;
        } else if (what == "warning") {
          facts_.warnings[name] += count;
        } else if (what == "label") {
          facts_.labels[name] += count;
        } else if (what == "name" && name == "identifying") {
          facts_.identifying_names += count;
        } else if (what == "original" && name == "linked") {
          facts_.in_place.linked_originals += count;
        } else if (what == "output" && name == "fewer-rights") {
          facts_.in_place.rights_lost += count;
        } else if (what == "output" && name == "fewer-attributes") {
          facts_.in_place.attributes_lost += count;
        }
      });
}

absl::Status Adder::AddFolders() {
  return reader_.ForEach(
      reader_.version() < 4
          ? "SELECT count(*) FROM folder"
          : "SELECT count(*) FROM folder WHERE stays IS NOT 1",
      [&](SqliteStatement& row) {
        facts_.folders_not_renamed += Unsigned(row.NumberAt(0));
      });
}

absl::Status Adder::AddSamples() {
  if (!reader_.is_full()) return absl::OkStatus();
  return reader_.ForEach(
      "SELECT run, seconds, files, bytes FROM sample ORDER BY run, seconds",
      [&](SqliteStatement& row) {
        JournalRun* const run = RunOf(row.NumberAt(0));
        if (run == nullptr) return;
        run->throughput.push_back({row.RealAt(1), Unsigned(row.NumberAt(2)),
                                   Unsigned(row.NumberAt(3))});
      });
}

absl::Status Adder::AddChanges() {
  if (!reader_.is_full()) return absl::OkStatus();
  return reader_.ForEach(
      "SELECT tag, change, rule, sum(elements) FROM change GROUP BY 1, 2, 3",
      [&](SqliteStatement& row) {
        facts_.changes[{TagOf(row.TextAt(0)), row.TextAt(1), row.TextAt(2)}] +=
            Unsigned(row.NumberAt(3));
      });
}

absl::Status Adder::AddInputs() {
  const std::string sql = absl::StrFormat(
      "SELECT run, status, reason, fault, %s, count(*), sum(size_out) "
      "FROM input GROUP BY 1, 2, 3, 4, 5",
      rule());
  return reader_.ForEach(sql, [&](SqliteStatement& row) {
    const InputEnd end = {row.TextAt(1), row.TextAt(2), row.TextAt(3),
                          row.TextAt(4)};
    const std::uint64_t count = Unsigned(row.NumberAt(5));
    facts_.inputs[end] += count;
    if (end.outcome != OutcomeName(Outcome::kWritten) &&
        end.outcome != OutcomeName(Outcome::kDuplicate)) {
      return;
    }
    const JournalRun* const run = RunOf(row.NumberAt(0));
    if (run == nullptr || !run->about.searched) {
      facts_.not_searched += count;
    }
    if (end.outcome == OutcomeName(Outcome::kWritten)) {
      facts_.bytes_out += Unsigned(row.NumberAt(6));
    }
  });
}

absl::Status Adder::AddQuarantined() {
  const std::string sql = absl::StrFormat(
      "SELECT run, %s, status, reason, fault, %s, tag FROM input "
      "WHERE status = 'quarantined' ORDER BY 1, 2 LIMIT %d",
      reader_.is_full() ? "number" : "NULL", rule(),
      JournalFacts::kMostQuarantined);
  return reader_.ForEach(sql, [&](SqliteStatement& row) {
    if (facts_.quarantined.size() >= JournalFacts::kMostQuarantined) return;
    const auto run = places_.find(row.NumberAt(0));
    QuarantinedInput input;
    input.run = run == places_.end() ? first_run_ : run->second;
    input.number = Unsigned(row.NumberAt(1));
    input.end = {row.TextAt(2), row.TextAt(3), row.TextAt(4), row.TextAt(5)};
    input.place = row.TextAt(6);
    if (input.place == "(0000,0000)") input.place.clear();
    facts_.quarantined.push_back(std::move(input));
  });
}

// Two inputs may be one output.
absl::Status Adder::AddStudies() {
  if (!reader_.is_full()) {
    return reader_.ForEach(
        "SELECT count(DISTINCT output) FROM input "
        "WHERE status IN ('written', 'duplicate')",
        [&](SqliteStatement& row) {
          facts_.outside_studies += Unsigned(row.NumberAt(0));
        });
  }
  return reader_.ForEach(
      "SELECT patient, study, s.series, modality, count(*), sum(size_out) "
      "FROM (SELECT output, max(series) AS id, max(size_out) AS size_out "
      "FROM input WHERE status IN ('written', 'duplicate') GROUP BY output) "
      "LEFT JOIN series AS s USING(id) GROUP BY s.id",
      [&](SqliteStatement& row) {
        const std::uint64_t files = Unsigned(row.NumberAt(4));
        const std::string series = row.TextAt(2);
        if (series.empty()) {
          facts_.outside_studies += files;
          return;
        }
        JournalStudy& study = facts_.studies[{row.TextAt(0), row.TextAt(1)}];
        study.series.insert(series);
        study.modalities.insert(row.TextAt(3));
        study.files += files;
        study.bytes += Unsigned(row.NumberAt(5));
      });
}

void Adder::Finish() {
  if (facts_.runs.size() == first_run_) return;
  const JournalRun& last = facts_.runs.back();
  facts_.stopped += last.interrupted || last.killed() ? 1 : 0;
  const auto left =
      last.outcomes.find(std::string(OutcomeName(Outcome::kInterrupted)));
  if (left != last.outcomes.end()) facts_.not_done += left->second;
}

}  // namespace

absl::Status AddJournal(const std::string& path, JournalFacts& facts) {
  JournalReader reader;
  if (absl::Status status = reader.Open(path); !status.ok()) return status;
  return Adder(reader, facts).Add();
}

absl::Status ReadOutputs(const std::string& path,
                         const std::function<void(const JournalOutput&)>& see) {
  JournalReader reader;
  if (absl::Status status = reader.Open(path); !status.ok()) return status;
  if (!reader.is_full()) return absl::OkStatus();
  return reader.ForEach(
      "SELECT DISTINCT output, s.study, s.series, s.modality "
      "FROM input JOIN series AS s ON s.id = input.series "
      "WHERE status IN ('written', 'duplicate') "
      "ORDER BY s.study, s.series, output",
      [&](SqliteStatement& row) {
        see({row.TextAt(0), row.TextAt(1), row.TextAt(2), row.TextAt(3)});
      });
}

}  // namespace dcmscrub
