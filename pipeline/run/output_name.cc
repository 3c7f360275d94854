#include "pipeline/run/output_name.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/search/residue_patterns.h"

namespace dcmscrub {
namespace {

// A component of a path: where it ends, and whether it is the file's own name.
struct Component {
  std::string_view text;
  std::size_t end = 0;
  bool is_file = false;
};

// Visits the components of `path` from `below` on.
template <typename Visit>
void ForEachComponent(std::string_view path, std::size_t below, Visit visit) {
  while (true) {
    const std::size_t slash = path.find('/', below);
    const bool is_file = slash == std::string_view::npos;
    const std::size_t end = is_file ? path.size() : slash;
    visit(Component{path.substr(below, end - below), end, is_file});
    if (is_file) return;
    below = end + 1;
  }
}

void NameInPlace(const Context& context, WorkItem& item) {
  Ticket& ticket = *item.ticket;
  ticket.output = ticket.source;
  bool rename_file = false;
  ForEachComponent(ticket.source, ticket.below,
                   [&](const Component& component) {
                     if (!item.scrubber->NameHoldsResidue(component.text)) {
                       return;
                     }
                     if (!context.options.rename) {
                       ticket.name_holds_identifier = true;
                     } else if (component.is_file) {
                       rename_file = true;
                     } else {
                       ticket.telling_folders.push_back(component.end);
                     }
                   });
  if (!rename_file) return;
  ticket.output.resize(ticket.source.size() - NameOf(ticket.source).size());
  ticket.output += item.scrubber->sop_instance_uid();
  ticket.output += ".dcm";
  ticket.remove_source = ticket.output != ticket.source;
}

// ".dcm", ".IMA": what tells of a file no more than how to open it. Empty where
// the name has none.
std::string_view HarmlessExtension(const Scrubber& scrubber,
                                   std::string_view name) {
  constexpr std::size_t kLongest = 4;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const std::string_view letters = name.substr(dot + 1);
  const bool harmless =
      !letters.empty() && letters.size() <= kLongest &&
      std::ranges::all_of(letters, [](char c) { return IsLetter(c); });
  return harmless && !scrubber.NameHoldsResidue(letters) ? name.substr(dot)
                                                         : std::string_view();
}

// The path below the source, with neutral names for those that tell.
void AppendMirrored(const Context& context, const WorkItem& item,
                    std::string_view path) {
  Ticket& ticket = *item.ticket;
  const Scrubber& scrubber = *item.scrubber;
  ForEachComponent(path, 0, [&](const Component& component) {
    if (scrubber.NameHoldsResidue(component.text)) {
      ticket.neutral_name = true;
      ticket.output += context.identity.NeutralName(component.text).view();
      if (component.is_file) {
        ticket.output += HarmlessExtension(scrubber, component.text);
      }
    } else {
      ticket.output += component.text;
    }
    if (!component.is_file) ticket.output.push_back('/');
  });
}

// Whether a Patient ID that a site's rules computed gives away what it was
// computed from. Patient ID and name count here also where they stay in the
// file: names of folders are seen by more eyes.
bool TellsPatient(const Context& context, WorkItem& item, std::string_view id) {
  const ObjectFacts& facts = item.facts;
  if (id == facts.patient_id || item.scrubber->NameHoldsResidue(id)) {
    return true;
  }
  const RuleTable* const rules = context.policies.TableFor(facts.sop_class_uid);
  const auto add = [&](IdentifierKind kind, Vr vr, std::string_view value) {
    std::string utf8;
    item.codec.Decode(facts.character_set, vr, value, utf8);
    item.patient_names.Add(kind, utf8);
  };
  item.patient_names.Clear();
  add(IdentifierKind::kText, Vr::kLO, facts.patient_id);
  add(IdentifierKind::kName, Vr::kPN, facts.patient_name);
  item.patient_names.Build(rules->residue, item.codec, facts.character_set);
  return item.patient_names.IsInName(id);
}

// The new Patient ID, or the pseudonym where that would tell.
std::string_view PatientIn(const Context& context, WorkItem& item) {
  const std::string_view id = item.scrubber->patient_id();
  const std::string_view pseudonym = item.scrubber->pseudonym();
  return id == pseudonym || TellsPatient(context, item, id) ? pseudonym : id;
}

void NameBelowOutput(const Context& context, WorkItem& item) {
  Ticket& ticket = *item.ticket;
  ticket.output.assign(context.sources.output);
  if (ticket.output.back() != '/') ticket.output.push_back('/');
  if (context.layout.mirror()) {
    const bool in_folder =
        ticket.source.size() > context.sources.roots[ticket.root].size();
    std::string path;
    if (in_folder && !context.mirror_prefixes.empty()) {
      path = context.mirror_prefixes[ticket.root];
    }
    path.append(ticket.source, ticket.below);
    return AppendMirrored(context, item, path);
  }
  LayoutNames names;
  names.patient = PatientIn(context, item);
  names.study = item.scrubber->study_instance_uid();
  names.series = item.scrubber->series_instance_uid();
  names.instance = item.scrubber->sop_instance_uid();
  names.modality = item.facts.modality;
  context.layout.Append(names, ticket.output);
}

}  // namespace

bool NamesAreSearched(const Context& context, const RuleTable& rules) {
  if (context.options.in_place || context.layout.mirror()) return true;
  const Rule* const id = FindRule(rules, tags::kPatientId);
  return id != nullptr && id->chain != 0;
}

void NameOutput(const Context& context, WorkItem& item) {
  if (context.options.in_place) {
    NameInPlace(context, item);
  } else {
    NameBelowOutput(context, item);
  }
}

std::vector<std::string> MirrorPrefixes(const Sources& sources) {
  std::vector<std::string> prefixes;
  if (sources.roots.size() < 2) return prefixes;
  absl::flat_hash_set<std::string> taken;
  for (const std::string& root : sources.roots) {
    std::string name(NameOf(root));
    if (name.empty()) name = "root";
    std::string prefix = name;
    for (int copy = 2; !taken.insert(prefix).second; ++copy) {
      prefix = name + "-" + std::to_string(copy);
    }
    prefixes.push_back(prefix + "/");
  }
  return prefixes;
}

}  // namespace dcmscrub
