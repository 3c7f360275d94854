#include "bench/gdcm_reference.h"

#include <gdcmAnonymizer.h>
#include <gdcmReader.h>
#include <gdcmTrace.h>
#include <gdcmWriter.h>

#include <algorithm>
#include <iterator>
#include <sstream>

namespace dcmscrub {
TopLevel GdcmRead(const std::string& file) {
  gdcm::Trace::WarningOff();
  std::istringstream in(file);
  gdcm::Reader reader;
  reader.SetStream(in);
  if (!reader.Read()) return {};
  TopLevel tags;
  for (const gdcm::DataElement& element :
       reader.GetFile().GetDataSet().GetDES()) {
    const gdcm::Tag& tag = element.GetTag();
    if (tag.GetElement() != 0) tags.push_back(tag.GetElementTag());
  }
  return tags;
}

TopLevelEdits EditsBetween(const TopLevel& before, const TopLevel& after,
                           std::span<const Change> changes) {
  TopLevelEdits edits;
  std::ranges::set_difference(before, after, std::back_inserter(edits.remove));
  std::ranges::set_difference(after, before, std::back_inserter(edits.replace));
  for (const Change& change : changes) {
    const std::uint32_t tag = change.tag.value;
    if (!std::ranges::binary_search(after, tag)) continue;
    if (change.kind == Change::Kind::kEmptied) edits.empty.push_back(tag);
    if (change.kind == Change::Kind::kReplaced ||
        change.kind == Change::Kind::kUidMapped) {
      edits.replace.push_back(tag);
    }
  }
  return edits;
}

std::string GdcmAnonymize(const std::string& file, const TopLevelEdits& edits) {
  gdcm::Trace::WarningOff();
  gdcm::Trace::ErrorOff();
  std::istringstream in(file);
  gdcm::Reader reader;
  reader.SetStream(in);
  if (!reader.Read()) return {};
  gdcm::Anonymizer anonymizer;
  anonymizer.SetFile(reader.GetFile());
  for (const gdcm::Tag tag : edits.remove) anonymizer.Remove(tag);
  for (const gdcm::Tag tag : edits.empty) anonymizer.Empty(tag);
  for (const gdcm::Tag tag : edits.replace) {
    // Sequences cannot be replaced by text; GDCM says so and goes on.
    anonymizer.Replace(tag, "1.2.3");
    if (!anonymizer.GetFile().GetDataSet().FindDataElement(tag)) {
      anonymizer.Empty(tag);
    }
  }
  std::ostringstream out;
  gdcm::Writer writer;
  writer.SetFile(anonymizer.GetFile());
  writer.SetStream(out);
  writer.CheckFileMetaInformationOff();
  if (!writer.Write()) return {};
  return out.str();
}

}  // namespace dcmscrub
