#include "tests/support/scrubbed_file.h"

#include "kernels/emit/gather.h"
#include "kernels/scrub/output_search.h"
#include "tests/support/index_dump.h"

namespace dcmscrub {
namespace {

// Reads prefix and data set; the index is left in `reader`.
Fault ReadWhole(Bytes file, const WindowPolicy& policy, FilePrefix& prefix,
                WindowReader& reader) {
  const Bytes head =
      file.first(std::min<std::size_t>(file.size(), kFilePrefixBytes));
  if (const Fault fault = ReadFilePrefix(head, file.size(), prefix)) {
    return fault;
  }
  if (prefix.syntax.deflated) {
    return {Error::kUnsupportedTransferSyntax, Tag(), 0, 0};
  }
  reader.Read(file, prefix.data_set_offset, prefix.encoding, {}, policy);
  return reader.index().fault();
}

// The lines of a dump without those of the top-level marks and what they hold.
std::string WithoutMarks(const std::string& dump) {
  std::string kept;
  bool in_mark = false;
  for (std::size_t begin = 0; begin < dump.size();) {
    const std::size_t end = dump.find('\n', begin) + 1;
    const std::string line = dump.substr(begin, end - begin);
    if (line[0] != ' ') {
      in_mark =
          line.starts_with("(0012,0062)") || line.starts_with("(0012,0063)") ||
          line.starts_with("(0012,0064)") || line.starts_with("(0028,0303)");
    }
    if (!in_mark) kept += line;
    begin = end;
  }
  return kept;
}

}  // namespace

Key TestKey() {
  Key key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(i);
  }
  return key;
}

FileScrubber::FileScrubber()
    : FileScrubber(*Policy::FromProfileName("basic")) {}

FileScrubber::FileScrubber(std::unique_ptr<const Policy> policy, const Key& key)
    : policy_(std::move(policy)), cache_(policy_.get()), identity_(key) {}

ScrubbedFile FileScrubber::Scrub(Bytes file, const WindowPolicy& policy) {
  ScrubbedFile out;
  FilePrefix prefix;
  out.fault = ReadWhole(file, policy, prefix, reader_);
  if (out.fault) return out;
  ScrubInput input;
  input.again = again_;
  input.date_offset = date_offset_;
  input.index = &reader_.index();
  input.memory = reader_.memory();
  input.facts = CollectFacts(reader_.index(), input.memory);
  out.warnings = prefix.warnings;
  out.warnings.Add(reader_.index().warnings());
  out.warnings.Add(CompleteFacts(prefix, input.facts));
  input.syntax = prefix.syntax;
  input.make_explicit = prefix.encoding != prefix.syntax.encoding;
  out.fault = scrubber_.Scrub(input, TableFor(input.facts.sop_class_uid),
                              identity_, edits_);
  if (out.fault) return out;
  Gather gather;
  const std::vector<Window> windows = reader_.windows();
  std::span<const WriteStep> steps =
      gather.Plan(edits_, windows, reader_.memory());
  if (scrubber_.searches() && Search(file, windows, steps)) {
    out.fault =
        scrubber_.TakeOutResidue(input, TableFor(input.facts.sop_class_uid),
                                 identity_, telling_, edits_);
    if (out.fault) return out;
    steps = gather.Plan(edits_, windows, reader_.memory());
  }
  out.warnings.Add(scrubber_.warnings());
  out.changes.assign(scrubber_.changes().begin(), scrubber_.changes().end());
  out.data_set_begin = scrubber_.data_set_begin();
  out.patient_id = scrubber_.patient_id();
  for (const WriteStep& step : steps) {
    const Bytes bytes = step.bytes.empty()
                            ? file.subspan(step.input_begin, step.input_size)
                            : step.bytes;
    out.bytes.insert(out.bytes.end(), bytes.begin(), bytes.end());
    if (step.bytes.empty()) {
      step.mask.Apply(step.mask_offset,
                      std::span(out.bytes).last(bytes.size()));
    }
  }
  return out;
}

bool FileScrubber::Search(Bytes file, std::span<const Window> windows,
                          std::span<const WriteStep> steps) {
  telling_.Clear();
  std::vector<ByteHit> hits;
  for (const std::uint32_t i : scrubber_.unread()) {
    const Element& element = reader_.index().elements()[i];
    hits.clear();
    scrubber_.FindResidue(
        file.subspan(element.value_offset(), element.value_length), 0, hits);
    MergeHits(hits);
    telling_.Add(i, hits);
  }
  return !telling_.empty() ||
         MayHoldResidue(scrubber_, reader_.index(), windows, reader_.memory(),
                        edits_, steps);
}

std::string DumpDataSet(Bytes file, bool marks) {
  FilePrefix prefix;
  WindowReader reader;
  if (const Fault fault = ReadWhole(file, kWholeWindow, prefix, reader)) {
    return DumpFault(fault);
  }
  const std::string dump = DumpValues(reader.index(), file);
  return marks ? dump : WithoutMarks(dump);
}

WarningSet ReadWarnings(Bytes file) {
  FilePrefix prefix;
  WindowReader reader;
  ReadWhole(file, kWholeWindow, prefix, reader);
  WarningSet warnings = prefix.warnings;
  warnings.Add(reader.index().warnings());
  return warnings;
}

}  // namespace dcmscrub
