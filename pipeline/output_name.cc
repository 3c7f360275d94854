#include "pipeline/output_name.h"

#include <absl/container/flat_hash_set.h>

#include "kernels/text.h"
#include "pipeline/identifier_in_path.h"

namespace dcmscrub {
namespace {

// Originals that the scrub replaced: what is its own replacement already, in
// an archive that was done before, gives nothing away.
PathIdentifiers IdentifiersOf(const WorkItem& item) {
  const ObjectFacts& facts = item.facts;
  const Scrubber& scrubber = *item.scrubber;
  const auto changed = [](std::string_view before, std::string_view after) {
    return before == after ? std::string_view() : before;
  };
  PathIdentifiers ids;
  ids.patient_id = changed(facts.patient_id, scrubber.patient_id());
  ids.patient_name = changed(facts.patient_name, scrubber.patient_id());
  ids.instance_uid =
      changed(facts.sop_instance_uid, scrubber.sop_instance_uid());
  ids.study_uid =
      changed(facts.study_instance_uid, scrubber.study_instance_uid());
  ids.series_uid =
      changed(facts.series_instance_uid, scrubber.series_instance_uid());
  for (const Element& element : item.index->elements()) {
    if (element.depth != 0) continue;
    const Tag tag = element.tag;
    std::string_view* const to =
        tag == tags::kAccessionNumber    ? &ids.accession_number
        : tag == tags::kStudyId          ? &ids.study_id
        : tag == tags::kPatientBirthDate ? &ids.birth_date
                                         : nullptr;
    if (to != nullptr) {
      *to = TrimPadding(AsText(LoadedValue(element, item.memory())));
    }
  }
  return ids;
}

// Visits the components of `path` from `below` on that hold an identifier:
// where each ends, and whether it is the file's own name.
template <typename Visit>
void ForEachTelling(const WorkItem& item, std::string_view path,
                    std::size_t below, Visit visit) {
  const PathIdentifiers ids = IdentifiersOf(item);
  while (true) {
    const std::size_t slash = path.find('/', below);
    const bool is_name = slash == std::string_view::npos;
    const std::size_t end = is_name ? path.size() : slash;
    if (HoldsIdentifier(path.substr(below, end - below), ids)) {
      visit(end, is_name);
    }
    if (is_name) return;
    below = end + 1;
  }
}

void NameInPlace(const Context& context, WorkItem& item) {
  Ticket& ticket = *item.ticket;
  ticket.output = ticket.source;
  bool rename_file = false;
  ForEachTelling(item, ticket.source, ticket.below,
                 [&](std::size_t end, bool is_name) {
                   if (!context.options.rename) {
                     ticket.name_holds_identifier = true;
                   } else if (is_name) {
                     rename_file = true;
                   } else {
                     ticket.telling_folders.push_back(end);
                   }
                 });
  if (!rename_file) return;
  ticket.output.resize(ticket.source.size() - NameOf(ticket.source).size());
  ticket.output += item.scrubber->sop_instance_uid();
  ticket.output += ".dcm";
  ticket.remove_source = ticket.output != ticket.source;
}

// The new Patient ID; but what a site's rules computed may hold what it was
// computed from, and then the pseudonym stands for it.
std::string_view PatientIn(const WorkItem& item) {
  const Scrubber& scrubber = *item.scrubber;
  if (scrubber.patient_id() == scrubber.pseudonym()) {
    return scrubber.pseudonym();
  }
  PathIdentifiers ids = IdentifiersOf(item);
  ids.patient_id = item.facts.patient_id;
  ids.patient_name = item.facts.patient_name;
  return HoldsIdentifier(scrubber.patient_id(), ids) ? scrubber.pseudonym()
                                                     : scrubber.patient_id();
}

void NameBelowOutput(const Context& context, WorkItem& item) {
  Ticket& ticket = *item.ticket;
  ticket.output.assign(context.sources.output);
  if (ticket.output.back() != '/') ticket.output.push_back('/');
  const std::size_t below = ticket.output.size();
  if (context.layout.mirror()) {
    const bool in_folder =
        ticket.source.size() > context.sources.roots[ticket.root].size();
    if (in_folder && !context.mirror_prefixes.empty()) {
      ticket.output += context.mirror_prefixes[ticket.root];
    }
    ticket.output.append(ticket.source, ticket.below);
    ForEachTelling(item, ticket.output, below, [&](std::size_t, bool) {
      ticket.name_holds_identifier = true;
    });
    return;
  }
  LayoutNames names;
  names.patient = PatientIn(item);
  names.study = item.scrubber->study_instance_uid();
  names.series = item.scrubber->series_instance_uid();
  names.instance = item.scrubber->sop_instance_uid();
  names.modality = item.facts.modality;
  context.layout.Append(names, ticket.output);
}

}  // namespace

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
