#include "pipeline/journal/journal_rows.h"

#include <string_view>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

constexpr char kFindSeries[] =
    "SELECT id FROM series WHERE series = ?1 AND study = ?2 AND patient = ?3 "
    "AND modality = ?4";
constexpr char kPutSeries[] =
    "INSERT INTO series(series, study, patient, modality) "
    "VALUES(?1, ?2, ?3, ?4)";
constexpr char kEndRun[] =
    "UPDATE run SET finished = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), "
    "interrupted = ?2, seconds = ?3, bytes_in = ?4, bytes_out = ?5 "
    "WHERE id = ?1";
constexpr char kPutTally[] =
    "INSERT INTO tally(run, what, name, rule, count) "
    "VALUES(?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO UPDATE SET count = count + excluded.count";
constexpr char kPutChange[] =
    "INSERT INTO change(run, tag, change, rule, elements) "
    "VALUES(?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO UPDATE SET elements = elements + excluded.elements";
constexpr char kPutSample[] =
    "INSERT OR REPLACE INTO sample(run, seconds, files, bytes) VALUES(?1, ?2, "
    "?3, ?4)";

void Bind(SqliteStatement& statement, const OutputSeries& series) {
  statement.Text(1, series.series);
  statement.Text(2, series.study);
  statement.Text(3, series.patient);
  statement.Text(4, series.modality);
}

// Writes the rows of one run's end; the first error ends it. Statements of one
// line have one name, so their counts add up.
class RunEnd {
 public:
  RunEnd(sqlite3* database, std::int64_t run, const JournalTerms& terms)
      : database_(database), run_(run), terms_(terms) {}

  bool Put(const RunSummary& summary) {
    return PutRun(summary) && PutTallies(summary) && PutChanges(summary) &&
           PutSamples(summary);
  }

 private:
  static std::int64_t Signed(std::uint64_t count) {
    return static_cast<std::int64_t>(count);
  }

  std::string_view RuleName(std::uint64_t statement) const {
    return statement < terms_.statements.size() ? terms_.statements[statement]
                                                : std::string_view("");
  }

  static bool Done(SqliteStatement& statement) {
    const bool done = statement.Step() == SQLITE_DONE;
    statement.Finish();
    return done;
  }

  bool PutRun(const RunSummary& summary) {
    SqliteStatement end;
    if (!end.Prepare(database_, kEndRun)) return false;
    end.Number(1, run_);
    end.Number(2, summary.interrupted ? 1 : 0);
    end.Real(3, summary.seconds);
    end.Number(4, Signed(summary.bytes_in));
    end.Number(5, Signed(summary.bytes_out));
    return Done(end);
  }

  bool PutTally(std::string_view what, std::string_view name,
                std::uint64_t count, std::string_view rule = "") {
    if (count == 0) return true;
    tally_.Number(1, run_);
    tally_.Text(2, what);
    tally_.Text(3, name);
    tally_.Text(4, rule);
    tally_.Number(5, Signed(count));
    return Done(tally_);
  }

  template <typename Counts, typename NameOf>
  bool PutCounts(std::string_view what, const Counts& counts, NameOf name_of) {
    bool fine = true;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      fine = fine && PutTally(what, name_of(i), counts[i]);
    }
    return fine;
  }

  bool PutTallies(const RunSummary& summary) {
    bool fine = tally_.Prepare(database_, kPutTally) &&
                PutCounts("outcome", summary.outcomes,
                          [](std::size_t i) {
                            return OutcomeName(static_cast<Outcome>(i));
                          }) &&
                PutCounts("reason", summary.reasons,
                          [](std::size_t i) {
                            return ReasonName(static_cast<Reason>(i));
                          }) &&
                PutCounts("warning", summary.warnings, [](std::size_t i) {
                  return WarningName(static_cast<Warning>(i));
                });
    // What statements decided is below, by statement.
    auto faults = summary.faults;
    for (std::size_t i = 0; i < faults.size(); ++i) {
      if (IsByStatement(static_cast<Error>(i))) faults[i] = 0;
    }
    fine = fine && PutCounts("fault", faults, [](std::size_t i) {
             return ErrorName(static_cast<Error>(i));
           });
    for (const auto& [key, count] : summary.by_statement) {
      fine = fine && PutTally("fault", ErrorName(key.first), count,
                              RuleName(key.second));
    }
    for (const auto& [label, count] : summary.labels) {
      fine = fine && PutTally("label", label, count);
    }
    return fine && PutTally("original", "linked", summary.linked_originals) &&
           PutTally("output", "fewer-rights", summary.rights_lost) &&
           PutTally("output", "fewer-attributes", summary.attributes_lost) &&
           PutTally("name", "identifying", summary.names_with_identifiers) &&
           PutTally("name", "renamed", summary.renamed);
  }

  bool PutChanges(const RunSummary& summary) {
    SqliteStatement put;
    bool fine = put.Prepare(database_, kPutChange);
    for (const auto& [change, count] : summary.changes) {
      const std::string tag = TagText(change.tag);
      put.Number(1, run_);
      put.Text(2, tag);
      put.Text(3, ChangeKindName(change.kind));
      put.Text(4, RuleName(change.statement));
      put.Number(5, Signed(count));
      fine = fine && Done(put);
    }
    return fine;
  }

  bool PutSamples(const RunSummary& summary) {
    SqliteStatement put;
    bool fine = put.Prepare(database_, kPutSample);
    for (const ThroughputSample& sample : summary.throughput) {
      put.Number(1, run_);
      put.Real(2, sample.seconds);
      put.Number(3, Signed(sample.files));
      put.Number(4, Signed(sample.bytes));
      fine = fine && Done(put);
    }
    return fine;
  }

  sqlite3* const database_;
  const std::int64_t run_;
  const JournalTerms& terms_;
  SqliteStatement tally_;
};

}  // namespace

bool SeriesRows::Prepare(sqlite3* database) {
  database_ = database;
  return find_.Prepare(database, kFindSeries) &&
         put_.Prepare(database, kPutSeries);
}

std::int64_t SeriesRows::IdOf(const OutputSeries& series) {
  if (last_id_ != 0 && series == last_) return last_id_;
  key_.clear();
  for (const std::string* const part :
       {&series.series, &series.study, &series.patient, &series.modality}) {
    key_ += *part;
    key_ += '\0';
  }
  const auto found = known_.find(key_);
  std::int64_t id = found == known_.end() ? Look(series) : found->second;
  if (id == 0) id = Put(series);
  if (id == 0) return 0;
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(key_, id);
  last_ = series;
  last_id_ = id;
  return id;
}

void SeriesRows::Forget() {
  last_id_ = 0;
  known_.clear();
}

std::int64_t SeriesRows::Look(const OutputSeries& series) {
  Bind(find_, series);
  const std::int64_t id = find_.Step() == SQLITE_ROW ? find_.NumberAt(0) : 0;
  find_.Finish();
  return id;
}

std::int64_t SeriesRows::Put(const OutputSeries& series) {
  Bind(put_, series);
  const bool done = put_.Step() == SQLITE_DONE;
  put_.Finish();
  return done ? sqlite3_last_insert_rowid(database_) : 0;
}

bool PutRunEnd(sqlite3* database, std::int64_t run, const JournalTerms& terms,
               const RunSummary& summary) {
  return RunEnd(database, run, terms).Put(summary);
}

}  // namespace dcmscrub
