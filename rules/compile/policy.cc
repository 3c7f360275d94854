#include "rules/compile/policy.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <cassert>

#include "kernels/core/hash_slots.h"
#include "rules/compile/policy_parts.h"
#include "rules/standard/iod.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr int kNoCiod = -1;
constexpr Place kAbsentPlace{AttributeType::kAbsent, false};

int CiodOf(std::string_view sop_class_uid) {
  const SopClassRow* row = FindSopClass(sop_class_uid);
  return row == nullptr ? kNoCiod : row->ciod;
}

std::vector<PathRule> HashPaths(std::span<const PathRule> paths) {
  return HashSlots<PathRule>(
      paths, [](const PathRule& path) { return PathHash(path.node, path.tag); },
      [](const PathRule& slot) { return slot.node == kUnknownNode; });
}

// Whether it matters for this rule that an attribute is required: what is
// changed may turn out to be unusable, and a site may want it empty.
bool MindsRequired(const Rule& rule) {
  return rule.chain != 0 ||
         (rule.vr != Vr::kSQ && Traits(rule.unknown).may_fail);
}

bool IsRequired(AttributeType type) {
  return type == AttributeType::k1 || type == AttributeType::k1C;
}

bool IsRequiredAtTop(const Iod& iod, Tag tag) {
  const IodEntry* const entry = iod.Find(kTopNode, tag);
  return entry != nullptr && IsRequired(entry->place.type);
}

}  // namespace

// Fills in what an IOD knows. Only places below sequences that are gone
// through count: what is removed as a whole needs no rules for its inside.
class PolicyCompiler {
 public:
  explicit PolicyCompiler(std::shared_ptr<const PolicyParts> parts)
      : parts_(*parts), compiled_(new CompiledPolicy) {
    compiled_->rules_ = parts_.rules;
    compiled_->table_ = parts_.table;
    compiled_->parts_ = std::move(parts);
  }

  void AddIod(const Iod& iod) {
    for (Rule& rule : compiled_->rules_) {
      rule.absent = Resolve(rule, kAbsentPlace);
      rule.at_top = rule.absent;
      rule.required = false;
    }
    FindPlaces(iod);
    for (const PathRule& place : places_) {
      if (place.node != kTopNode) continue;
      Rule& rule = RuleFor(place.tag);
      rule.at_top = place.action;
      rule.required = place.required;
    }
    for (const PathRule& place : places_) {
      if (place.node == kTopNode || !place.required) continue;
      compiled_->required_places_.push_back(RequiredKey(place.node, place.tag));
    }
    std::ranges::sort(compiled_->required_places_);
    for (Rule& rule : compiled_->rules_) {
      rule.by_node = rule.at_top != rule.absent || rule.at_top != rule.unknown;
    }
    for (const PathRule& place : places_) {
      Rule& rule = RuleFor(place.tag);
      if (Differs(place, rule, rule.at_top)) rule.by_node = true;
    }
    std::erase_if(places_, [this](const PathRule& place) {
      const Rule& rule = RuleFor(place.tag);
      const bool differs = rule.by_node && Differs(place, rule, rule.absent);
      return !differs && place.child == kUnknownNode;
    });
    AttributeTable& attributes = compiled_->table_.attributes;
    attributes.sop_class_known = true;
    attributes.study_required = IsRequiredAtTop(iod, tags::kStudyInstanceUid);
    attributes.series_required = IsRequiredAtTop(iod, tags::kSeriesInstanceUid);
  }

  std::unique_ptr<const CompiledPolicy> Finish() {
    CompiledPolicy& out = *compiled_;
    out.path_slots_ = HashPaths(places_);
    out.table_.attributes.rules = out.rules_;
    out.table_.attributes.path_slots = out.path_slots_;
    out.table_.attributes.required_places = out.required_places_;
    return std::move(compiled_);
  }

 private:
  Action Resolve(const Rule& rule, Place place) const {
    return ResolveAction(parts_.codes[rule.row], place, rule.tag, rule.vr);
  }

  // Whether a place below the top level is another than one where nothing is
  // required and `action` is done.
  static bool Differs(const PathRule& place, const Rule& rule, Action action) {
    return place.node != kTopNode &&
           (place.action != action || (place.required && MindsRequired(rule)));
  }

  // Every attribute of the tables has a rule.
  Rule& RuleFor(Tag tag) {
    const auto rule =
        std::ranges::lower_bound(compiled_->rules_, tag, {}, &Rule::tag);
    assert(rule != compiled_->rules_.end() && rule->tag == tag);
    return *rule;
  }

  void FindPlaces(const Iod& iod) {
    std::vector<bool> seen(iod.node_count(), false);
    std::vector<NodeId> open = {kTopNode};
    seen[kTopNode] = true;
    while (!open.empty()) {
      const NodeId node = open.back();
      open.pop_back();
      for (const IodEntry& entry : iod.entries(node)) {
        const Rule& rule = RuleFor(entry.tag);
        const Action action = Resolve(rule, entry.place);
        // A site may go through what the profile does not.
        const bool entered = Traits(action).enters || rule.chain != 0;
        const NodeId child = entered ? entry.child : kUnknownNode;
        places_.push_back({node, child, entry.tag, action,
                           IsRequired(entry.place.type), rule.dummy});
        if (child == kUnknownNode || seen[child]) continue;
        seen[child] = true;
        open.push_back(child);
      }
    }
  }

  const PolicyParts& parts_;
  std::vector<PathRule> places_;
  std::unique_ptr<CompiledPolicy> compiled_;
};

Policy::Policy(std::shared_ptr<const PolicyParts> parts)
    : parts_(std::move(parts)) {}

absl::StatusOr<std::unique_ptr<const Policy>> Policy::FromProfileName(
    std::string_view name) {
  PolicySource source;
  source.file.profile = name;
  std::vector<Diagnostic> diagnostics;
  std::unique_ptr<const Policy> policy = Make(source, diagnostics);
  if (policy == nullptr) {
    return absl::NotFoundError(diagnostics.front().message);
  }
  return policy;
}

std::unique_ptr<const Policy> Policy::Make(
    const PolicySource& source, std::vector<Diagnostic>& diagnostics) {
  std::shared_ptr<const PolicyParts> parts =
      MakePolicyParts(source, diagnostics);
  if (parts == nullptr) return nullptr;
  return std::unique_ptr<const Policy>(new Policy(std::move(parts)));
}

std::unique_ptr<const CompiledPolicy> Policy::Compile(
    std::string_view sop_class_uid) const {
  return CompileCiod(CiodOf(sop_class_uid));
}

std::unique_ptr<const CompiledPolicy> Policy::CompileCiod(int ciod) const {
  PolicyCompiler compiler(parts_);
  if (ciod != kNoCiod) compiler.AddIod(Iod(static_cast<std::uint16_t>(ciod)));
  return compiler.Finish();
}

const Profile& Policy::profile() const { return parts_->profile; }
std::span<const SafePrivate> Policy::safe_private() const {
  return parts_->safe;
}

const SiteProgram* Policy::site() const { return parts_->site.get(); }

bool Policy::searches() const { return parts_->table.residue.searches; }

const std::string& Policy::fingerprint() const { return parts_->fingerprint; }

std::vector<Policy::Label> Policy::labels() const {
  std::vector<Label> labels;
  for (const SiteTable::SetRule& set : parts_->table.site.sets) {
    if (!set.is_label) continue;
    const std::vector<std::uint16_t> chain =
        parts_->site->StatementsFor(set.tag);
    if (std::ranges::find(chain, set.statement) == chain.end()) continue;
    labels.push_back(
        {set.tag, parts_->site->source(set.statement).value->text});
  }
  return labels;
}

bool Policy::needs_first_day() const {
  return parts_->table.dates.day_zero.has_value();
}

std::optional<std::int64_t> Policy::day_zero() const {
  return parts_->table.dates.day_zero;
}

DatesBy Policy::dates_by() const { return parts_->table.dates.by; }

const std::string& Policy::method() const { return parts_->claims.method; }

PolicyCache::PolicyCache(const Policy* policy)
    : policy_(policy), tables_(StandardCiods().size() + 1) {}

const RuleTable* PolicyCache::TableFor(std::string_view sop_class_uid) {
  const int ciod = CiodOf(sop_class_uid);
  std::atomic<const RuleTable*>& slot =
      ciod == kNoCiod ? tables_.back()
                      : tables_[static_cast<std::size_t>(ciod)];
  if (const RuleTable* table = slot.load(std::memory_order_acquire)) {
    return table;
  }
  const std::lock_guard lock(mutex_);
  if (const RuleTable* table = slot.load(std::memory_order_relaxed)) {
    return table;
  }
  owned_.push_back(policy_->CompileCiod(ciod));
  const RuleTable* table = &owned_.back()->table();
  slot.store(table, std::memory_order_release);
  return table;
}

}  // namespace dcmscrub
