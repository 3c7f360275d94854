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

// Where the name begins of the folder that was named on the command line, or
// that a file stands in which was: those above it are nobody's that the run was
// asked about.
std::size_t AskedAbout(const Context& context, const FoundInput& input) {
  std::string_view root = context.sources.roots[input.root];
  if (root.size() == input.source.size()) root = FolderOf(root);
  return root.size() - NameOf(root).size();
}

void NameInPlace(const Context& context, WorkItem& item) {
  const FoundInput& input = item.ticket->input;
  OutputName& output = item.ticket->output;
  output.path = input.source;
  const std::size_t asked_about = AskedAbout(context, input);
  bool rename_file = false;
  ForEachComponent(input.source, 0, [&](const Component& component) {
    if (!item.scrub.scrubber->NameHoldsResidue(component.text)) {
      return;
    }
    const bool renames = context.options.rename && component.end > input.below;
    if (component.end > asked_about && !renames) output.holds_identifier = true;
    if (renames && component.is_file) {
      rename_file = true;
    } else {
      output.telling_paths.push_back(component.end);
    }
  });
  if (!rename_file) return;
  output.path.resize(input.source.size() - NameOf(input.source).size());
  output.path += item.scrub.scrubber->sop_instance_uid();
  output.path += ".dcm";
  output.remove_source = output.path != input.source;
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
  OutputName& output = item.ticket->output;
  const Scrubber& scrubber = *item.scrub.scrubber;
  ForEachComponent(path, 0, [&](const Component& component) {
    if (scrubber.NameHoldsResidue(component.text)) {
      output.neutral = true;
      output.path += context.identity.NeutralName(component.text).view();
      if (component.is_file) {
        output.path += HarmlessExtension(scrubber, component.text);
      }
    } else {
      output.path += component.text;
    }
    if (!component.is_file) output.path.push_back('/');
  });
}

// Whether a Patient ID that a site's rules computed gives away what it was
// computed from. Patient ID and name count here also where they stay in the
// file: names of folders are seen by more eyes.
bool TellsPatient(WorkItem& item, std::string_view id) {
  const ObjectFacts& facts = item.object.facts;
  if (id == facts.patient_id || item.scrub.scrubber->NameHoldsResidue(id)) {
    return true;
  }
  const auto add = [&](IdentifierKind kind, Vr vr, std::string_view value) {
    std::string utf8;
    item.scrub.codec.Decode(facts.character_set, vr, value, utf8);
    item.scrub.patient_names.Add(kind, utf8);
  };
  item.scrub.patient_names.Clear();
  add(IdentifierKind::kText, Vr::kLO, facts.patient_id);
  add(IdentifierKind::kName, Vr::kPN, facts.patient_name);
  item.scrub.patient_names.Build(item.scrub.rules->residue.words,
                                 item.scrub.codec, facts.character_set);
  return item.scrub.patient_names.IsInName(id);
}

// The new Patient ID, or the pseudonym where that would tell.
std::string_view PatientIn(WorkItem& item) {
  const std::string_view id = item.scrub.scrubber->patient_id();
  const std::string_view pseudonym = item.scrub.scrubber->pseudonym();
  return id == pseudonym || TellsPatient(item, id) ? pseudonym : id;
}

void NameBelowOutput(const Context& context, WorkItem& item) {
  const FoundInput& input = item.ticket->input;
  OutputName& output = item.ticket->output;
  output.path.assign(context.sources.output);
  if (output.path.back() != '/') output.path.push_back('/');
  if (context.layout.mirror()) {
    const bool in_folder =
        input.source.size() > context.sources.roots[input.root].size();
    std::string path;
    if (in_folder && !context.mirror_prefixes.empty()) {
      path = context.mirror_prefixes[input.root];
    }
    path.append(input.source, input.below);
    return AppendMirrored(context, item, path);
  }
  LayoutNames names;
  names.patient = PatientIn(item);
  names.study = item.scrub.scrubber->study_instance_uid();
  names.series = item.scrub.scrubber->series_instance_uid();
  names.instance = item.scrub.scrubber->sop_instance_uid();
  names.modality = item.object.facts.modality;
  context.layout.Append(names, output.path);
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
