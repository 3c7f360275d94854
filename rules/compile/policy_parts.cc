#include "rules/compile/policy_parts.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <cassert>
#include <iterator>

#include "kernels/core/hash_slots.h"
#include "rules/compile/policy_fingerprint.h"
#include "rules/compile/vocabulary.h"
#include "rules/language/option_names.h"
#include "rules/language/verb.h"
#include "rules/profile/content_rules.h"
#include "rules/profile/dummies.h"
#include "rules/profile/identifier_kind.h"
#include "rules/profile/prose.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr Place kUnknownPlace{AttributeType::kUnknown, false};

// The only descriptor that is a setting of the device.
constexpr Tag kProtocolName{0x0018, 0x1030};

bool Spares(const Profile::Row& row) {
  return row.code == ActionCode::kK && row.basic != ActionCode::kK &&
         row.basic != ActionCode::kNone;
}

std::vector<std::uint16_t> HashRules(std::span<const Rule> rules) {
  assert(rules.size() < AttributeTable::kFreeSlot);
  std::vector<std::uint16_t> slots(SlotCount(rules.size()),
                                   AttributeTable::kFreeSlot);
  const std::size_t mask = slots.size() - 1;
  for (const Rule& rule : rules) {
    std::size_t at = TagHash(rule.tag) & mask;
    while (slots[at] != AttributeTable::kFreeSlot) at = (at + 1) & mask;
    slots[at] = rule.row;
  }
  return slots;
}

// Whether a statement of the chain has values go.
bool TakesOut(const SiteProgram& site,
              const std::vector<std::uint16_t>& chain) {
  return std::ranges::any_of(chain, [&](std::uint16_t number) {
    return Traits(site.statements()[number].action).takes_out();
  });
}

// Names of makers, models and software are a maker's, wherever they stand.
Wording WordingOf(const DictionaryRow& known, bool listed) {
  if (!listed && IsWordedByMaker(known)) return Wording::kMakers;
  return !listed || known.tag == kProtocolName ? Wording::kStandards
                                               : Wording::kPeoples;
}

void AddRules(const RuleFile& file, PolicyParts& parts) {
  auto row = parts.profile.rows().begin();
  const auto end = parts.profile.rows().end();
  for (const DictionaryRow& known : StandardDictionary()) {
    while (row != end && row->tag < known.tag) ++row;
    const bool listed = row != end && row->tag == known.tag;
    const ActionCode code = listed ? row->code : ActionCode::kNone;
    Rule rule;
    rule.tag = known.tag;
    rule.vr = known.vr;
    rule.values = known.values;
    rule.row = static_cast<std::uint16_t>(parts.rules.size());
    rule.dummy = DummyFor(known.tag);
    rule.unknown = ResolveAction(code, kUnknownPlace, known.tag, known.vr);
    rule.absent = rule.unknown;
    rule.at_top = rule.unknown;
    rule.required = true;  // nobody knows
    bool site_takes = false;
    if (parts.site != nullptr) {
      const auto chain = parts.site->StatementsFor(known.tag);
      rule.chain = parts.chains.Add(chain);
      site_takes = TakesOut(*parts.site, chain);
    }
    if (listed) {
      rule.identifier =
          IdentifierKindOf(parts.profile, *row, known.vr, site_takes);
      rule.spared = Spares(*row);
    }
    rule.wording = WordingOf(known, listed);
    rule.prose = IsProse(known, listed ? &*row : nullptr);
    rule.may_hold_residue =
        AllowsResidue(file, known.tag, known.vr, StandardText(known.keyword));
    parts.rules.push_back(rule);
    parts.codes.push_back(code);
  }
  parts.rule_slots = HashRules(parts.rules);
}

// All but site, recipients and claims, which only some policies have.
void FillTable(PolicyParts& parts) {
  RuleTable& table = parts.table;
  table.attributes.rules = parts.rules;
  table.attributes.rule_slots = parts.rule_slots;
  table.dummies.values = StandardDummies();
  table.dummies.documents = StandardDocuments();
  table.privates.creators = parts.private_table.creators();
  table.privates.slots = parts.private_table.slots();
  table.privates.trusts_characteristics =
      parts.profile.Has(Option::kRetainSafePrivate) &&
      parts.profile.TrustsPrivateCharacteristics();
  table.content.rules = parts.content;
  table.content.other_text = OtherContentText(parts.profile);
  table.site.chains = parts.chains.numbers();
  table.keeps_unlisted = !parts.profile.is_basic();
}

void AddSite(PolicyParts& parts) {
  const SiteProgram& site = *parts.site;
  RuleTable& table = parts.table;
  table.site.program = &site;
  table.site.statements = site.statements();
  table.site.paths = site.paths();
  table.site.sets = site.sets();
  constexpr std::uint16_t kAny = PrivateRule::kAny;
  table.site.private_chain =
      parts.chains.Add(site.StatementsForPrivate("", kAny, kAny));
  table.site.unknown_chain = parts.chains.Add(site.StatementsForUnknown());
}

// Whether something is done anywhere: codes that come to it do so whatever the
// place.
bool Does(const RuleTable& table, Action action) {
  const auto has = [action](const auto& range, auto member) {
    return std::ranges::find(range, action, member) != range.end();
  };
  return has(table.attributes.rules, &Rule::unknown) ||
         has(table.content.rules, &ContentRule::action) ||
         has(table.privates.slots, &PrivateRule::action) ||
         has(table.site.statements, &SiteStatement::action);
}

// Whether neither profile nor statements change an attribute, wherever it
// stands, nor the program, which may turn texts to another character set.
bool StaysInEveryObject(const PolicyParts& parts, Tag tag) {
  const auto rule = std::ranges::lower_bound(parts.rules, tag, {}, &Rule::tag);
  if (rule == parts.rules.end() || rule->tag != tag) return false;
  const ActionCode code = parts.codes[rule->row];
  const bool listed = code != ActionCode::kNone && code != ActionCode::kK;
  return !listed && rule->unknown == Action::kKeep && rule->chain == 0 &&
         tag != tags::kSpecificCharacterSet &&
         AcceptsStatement(tag, Statement::Verb::kKeep);
}

class Maker {
 public:
  Maker(const PolicySource& source, std::vector<Diagnostic>& diagnostics)
      : source_(source), diagnostics_(diagnostics) {
    read_ = [this](const std::string& path, std::string& error) {
      std::optional<std::string> text;
      if (source_.read) text = source_.read(path, error);
      if (!source_.read) error = "no file can be read here";
      if (text) texts_.push_back(*text);
      return text;
    };
  }

  // Goes on after a mistake, so that all of them come to light.
  std::shared_ptr<const PolicyParts> Make() {
    const ProfileChoice choice = Choose();
    const auto parts = std::make_shared<PolicyParts>(choice);
    WarnOfIdle(parts->profile);
    parts->safe = ReadSafe(parts->profile);
    MakeSite(*parts);
    ReadRecipients(*parts);
    parts->content = ContentRules(parts->profile);
    parts->private_table.Build(parts->profile, parts->safe, parts->site.get(),
                               parts->chains);
    AddRules(source_.file, *parts);
    if (parts->site != nullptr) AddSite(*parts);
    FillTable(*parts);
    ReadVocabulary(*parts);
    MakeResidue(*parts);
    if (failed_) return nullptr;
    RuleTable& table = parts->table;
    table.dates.shift = source_.date_shift.value_or(source_.file.date_shift);
    table.dates.moves = Does(table, Action::kShift);
    if (table.dates.moves) {
      table.dates.day_zero = source_.file.day_zero;
      table.dates.by = source_.file.dates_by;
      parts->dates_constant = source_.file.dates_constant;
      table.dates.constant = parts->dates_constant;
    }
    WarnOfGuessable(table.dates);
    table.marks.sealed =
        table.dates.moves ||
        (parts->site != nullptr && parts->site->computes([&](Tag tag) {
          return StaysInEveryObject(*parts, tag);
        }));
    parts->fingerprint =
        FingerprintOf(*parts, source_.file, texts_, identifiers_);
    table.marks.policy_fingerprint = parts->fingerprint;
    Claim(*parts);
    return parts;
  }

 private:
  void Report(Diagnostic::Severity severity, const SourceSpan& span,
              std::string message) {
    failed_ |= severity == Diagnostic::Severity::kError;
    diagnostics_.push_back({severity, span, std::move(message), ""});
  }
  void Refuse(const SourceSpan& span, std::string message) {
    Report(Diagnostic::Severity::kError, span, std::move(message));
  }
  void Warn(const SourceSpan& span, std::string message) {
    Report(Diagnostic::Severity::kWarning, span, std::move(message));
  }

  // Nothing, and a mistake reported, where it cannot be read.
  std::optional<std::string> Read(const FileUse& use) {
    std::string error;
    std::optional<std::string> text = read_(use.path, error);
    if (!text) {
      Refuse(use.span,
             absl::StrFormat("cannot read '%s': %s", use.path, error));
    }
    return text;
  }

  ProfileChoice Choose() {
    const std::string& name = source_.file.profile;
    if (name != "basic" && name != "none") {
      Refuse({},
             absl::StrFormat("no profile '%s'; there are: basic, none", name));
    }
    ProfileChoice choice;
    choice.basic = name == "basic";
    choice.trusts_private_characteristics =
        source_.file.trusts_private_characteristics;
    choice.options = source_.file.options;
    for (Option option : source_.options) {
      choice.options.push_back({{}, option, {}});
    }
    CheckOptions(choice.options);
    return choice;
  }

  void CheckOptions(std::span<const OptionUse> uses) {
    const OptionUse* dates = nullptr;
    for (const OptionUse& use : uses) {
      for (const Selector& selector : use.except) {
        if (selector.steps.empty() && selector.gap_before) continue;
        Refuse(selector.span,
               "an exception to an option holds wherever the attribute "
               "stands; leave out the path");
      }
      if (use.option != Option::kRetainFullDates &&
          use.option != Option::kRetainModifiedDates) {
        continue;
      }
      if (dates != nullptr && dates->option != use.option) {
        Refuse(use.span, absl::StrFormat("options %s and %s exclude each other",
                                         OptionName(dates->option),
                                         OptionName(use.option)));
      }
      dates = &use;
    }
  }

  void WarnOfIdle(const Profile& profile) {
    if (profile.Has(Option::kRetainSafePrivate)) return;
    constexpr std::string_view kWhy =
        "has no effect without option retain-safe-private";
    for (const FileUse& use : source_.file.safe_private) {
      Warn(use.span, absl::StrFormat("safe-private %s", kWhy));
    }
    if (source_.file.trusts_private_characteristics) {
      Warn({}, absl::StrFormat("trust private-characteristics %s", kWhy));
    }
  }

  // Whoever knows the range tries all of its numbers: on a date that is known
  // from elsewhere, or until weekdays and holidays fit.
  void WarnOfGuessable(const DateTable& dates) {
    constexpr int kFewest = 100;
    const int choices = dates.shift.most - dates.shift.least + 1;
    const bool said = source_.file.date_shift_span.line != 0;
    if (!dates.moves && !said) return;
    if (dates.day_zero || choices >= kFewest) return;
    const std::string how =
        choices == 1
            ? absl::StrFormat("all dates move by %d %s", dates.shift.least,
                              dates.shift.least == 1 ? "day" : "days")
            : absl::StrFormat("dates move by one of %d numbers of days",
                              choices);
    Warn(source_.date_shift ? SourceSpan{} : source_.file.date_shift_span,
         absl::StrFormat("%s, which anybody can guess; a range is %d days wide "
                         "at least, as 30..3650",
                         how, kFewest));
  }

  std::vector<SafePrivate> ReadSafe(const Profile& profile) {
    if (!profile.Has(Option::kRetainSafePrivate)) return {};
    std::vector<SafePrivate> rows = StandardSafePrivateRows();
    for (const FileUse& use : source_.file.safe_private) {
      if (use.built_in) {
        std::ranges::move(TciaSafePrivateRows(), std::back_inserter(rows));
        continue;
      }
      const std::optional<std::string> text = Read(use);
      if (!text) continue;
      const std::size_t before = diagnostics_.size();
      ReadSafePrivate(*text, use.path, use.span, rows, diagnostics_);
      failed_ |= diagnostics_.size() != before;
    }
    return rows;
  }

  void MakeSite(PolicyParts& parts) {
    if (source_.file.statements.empty()) return;
    parts.site = SiteProgram::Make(source_.file, read_, diagnostics_);
    failed_ |= parts.site == nullptr;
  }

  // The words that stay, where anything is cleaned.
  void ReadVocabulary(PolicyParts& parts) {
    std::span<const FileUse> uses = source_.file.vocabulary;
    if (!Does(parts.table, Action::kClean)) {
      for (const FileUse& use : uses) {
        Warn(use.span,
             "vocabulary has no effect where nothing is cleaned: neither "
             "option clean-descriptors nor a clean statement is used");
      }
      return;
    }
    parts.table.vocabulary = &BuiltInVocabulary();
    if (uses.empty()) return;
    std::vector<std::string> texts;
    for (const FileUse& use : uses) {
      texts.push_back(Read(use).value_or(std::string()));
    }
    std::vector<VocabularyFile> files;
    files.reserve(uses.size());
    for (std::size_t i = 0; i < uses.size(); ++i) {
      files.push_back({uses[i].path, texts[i]});
    }
    std::vector<VocabularyError> errors;
    parts.vocabulary = MakeVocabulary(files, errors);
    parts.table.vocabulary = parts.vocabulary.get();
    for (const VocabularyError& error : errors) {
      const FileUse& use = uses[error.file];
      Refuse(use.span, absl::StrFormat("'%s' line %d: %s", use.path, error.line,
                                       error.message));
    }
  }

  // What is searched for in outputs, whether anything is cleaned or not.
  void MakeResidue(PolicyParts& parts) {
    const RuleFile& file = source_.file;
    RuleTable& table = parts.table;
    const std::size_t before = diagnostics_.size();
    parts.residue = std::make_unique<ResidueSearch>(
        file,
        parts.vocabulary != nullptr ? *parts.vocabulary : BuiltInVocabulary());
    ResidueSearch& search = *parts.residue;
    search.AddSought(file, diagnostics_);
    for (const std::string& path : source_.identifiers) {
      AddIdentifiers(path, search);
    }
    search.Finish();
    failed_ |= std::any_of(
        diagnostics_.begin() + static_cast<std::ptrdiff_t>(before),
        diagnostics_.end(), [](const Diagnostic& diagnostic) {
          return diagnostic.severity == Diagnostic::Severity::kError;
        });
    table.residue.words = search.words();
    table.residue.searches = !TurnsResidueOff(file);
    if (table.residue.searches) {
      table.residue.sought = search.patterns();
    } else if (!source_.identifiers.empty()) {
      Warn({}, "--identifiers has no effect with 'residue off'");
    }
  }

  void AddIdentifiers(const std::string& path, ResidueSearch& search) {
    std::string error = "no file can be read here";
    std::optional<std::string> text;
    if (source_.read) text = source_.read(path, error);
    if (!text) {
      return Refuse({}, absl::StrFormat("--identifiers %s: %s", path, error));
    }
    if (!search.AddIdentifiers(path, *text, diagnostics_)) {
      Warn({}, absl::StrFormat("--identifiers %s: there is none in it", path));
    }
    identifiers_.push_back(*std::move(text));
  }

  void ReadRecipients(PolicyParts& parts) {
    for (const FileUse& use : source_.file.encrypt) {
      const std::optional<std::string> pem = Read(use);
      if (!pem) continue;
      const std::string error = parts.recipients.Add(*pem);
      if (error.empty()) continue;
      Refuse(use.span, absl::StrFormat("'%s': %s", use.path, error));
    }
    if (!parts.recipients.empty()) parts.table.recipients = &parts.recipients;
  }

  void Claim(PolicyParts& parts) {
    Weakening weakening;
    if (parts.site != nullptr) {
      weakening =
          FindWeakening(parts.profile, parts.table, parts.chains, *parts.site);
    }
    parts.claims = MakeClaims(parts.profile, weakening, parts.site != nullptr,
                              parts.fingerprint);
    parts.table.marks.method = parts.claims.method;
    parts.table.marks.method_codes = parts.claims.codes;
    parts.table.marks.temporal_information = parts.claims.temporal_information;
  }

  const PolicySource& source_;
  std::vector<Diagnostic>& diagnostics_;
  ReadText read_;
  std::vector<std::string> texts_;        // of files that rules name
  std::vector<std::string> identifiers_;  // of those of the command line
  bool failed_ = false;
};

}  // namespace

std::shared_ptr<const PolicyParts> MakePolicyParts(
    const PolicySource& source, std::vector<Diagnostic>& diagnostics) {
  return Maker(source, diagnostics).Make();
}

}  // namespace dcmscrub
