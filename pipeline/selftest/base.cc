#include "pipeline/selftest/base.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/parse/object_facts.h"
#include "pipeline/files/whole_files.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{64} << 20;
constexpr std::size_t kLargestElement = 64 * 1024;
constexpr std::size_t kMostFilesLookedAt = 5000;

TestElement Uid(std::uint16_t group, std::uint16_t element,
                std::string_view uid) {
  return {Tag(group, element), Vr::kUI, std::string(uid), {}};
}

std::string Little32(std::size_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<char>(value >> shift & 0xFF));
  }
  return bytes;
}

bool Index(Bytes file, const FilePrefix& prefix, ElementIndex& index) {
  index.Begin(prefix.encoding, prefix.data_set_offset, file.size(), {});
  return index.Extend({0, 0, file}) == ElementIndex::Status::kDone;
}

}  // namespace

void TestBase::FindIod() {
  const SopClassRow* const row = FindSopClass(sop_class_uid_);
  if (row != nullptr) iod_ = std::make_shared<const Iod>(row->ciod);
}

TestBase::TestBase(const TestObjectKind& kind, const MadeUpPerson& person,
                   bool implicit_vr)
    : name_(kind.name),
      sop_class_uid_(kind.sop_class_uid),
      transfer_syntax_uid_(implicit_vr
                               ? transfer_syntax::kImplicitVrLittleEndian
                               : transfer_syntax::kExplicitVrLittleEndian),
      encoding_(implicit_vr ? kImplicitLittle : kExplicitLittle),
      person_(&person) {
  if (implicit_vr) name_ += ", implicit VR";
  for (const TestElement& element : MakeTestObject(kind, person)) {
    elements_.push_back({element.tag, Encode(element, encoding_)});
  }
  FindIod();
}

std::optional<TestBase> TestBase::FromFile(const std::string& path,
                                           std::string_view name,
                                           const MadeUpPerson& person,
                                           FileSystem& file_system) {
  std::string bytes;
  FilePrefix prefix;
  ElementIndex index;
  if (ReadWholeFile(file_system, path, /*follow=*/false, bytes, kLargestFile) !=
      0) {
    return std::nullopt;
  }
  const Bytes file = AsBytes(bytes);
  const Bytes head =
      file.first(std::min<std::size_t>(file.size(), kFilePrefixBytes));
  if (ReadFilePrefix(head, file.size(), prefix)) return std::nullopt;
  if (prefix.syntax.deflated || !Index(file, prefix, index)) {
    return std::nullopt;
  }
  TestBase base;
  base.name_ = name;
  ObjectFacts facts = CollectFacts(index, file);
  CompleteFacts(prefix, facts);
  base.sop_class_uid_ = facts.sop_class_uid;
  base.transfer_syntax_uid_ = prefix.syntax.uid;
  base.encoding_ = prefix.encoding;
  base.person_ = &person;
  TestItem own = AttributesOf(person);
  Put(own, Uid(0x0008, 0x0016, base.sop_class_uid_));
  const auto elements = index.elements();
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    const Element& element = elements[i];
    const std::size_t size = element.end() - element.offset;
    const bool replaced =
        std::ranges::find(own, element.tag, &TestElement::tag) != own.end();
    // With its own character set another person's text would not be itself.
    if (replaced || size > kLargestElement ||
        element.tag == tags::kSpecificCharacterSet) {
      continue;
    }
    base.elements_.push_back(
        {element.tag, std::string(AsText(file.subspan(element.offset, size)))});
  }
  for (const TestElement& element : own) {
    base.elements_.push_back({element.tag, Encode(element, base.encoding_)});
  }
  std::ranges::stable_sort(base.elements_, {}, &Encoded::tag);
  base.FindIod();
  return base;
}

std::string TestBase::Head(const Plant& plant,
                           const std::string& instance_uid) const {
  TestItem meta = {
      {Tag(0x0002, 0x0001), Vr::kOB, std::string("\0\1", 2), {}},
      Uid(0x0002, 0x0002, sop_class_uid_),
      Uid(0x0002, 0x0003, instance_uid),
      Uid(0x0002, 0x0010, transfer_syntax_uid_),
      Uid(0x0002, 0x0012, "1.3.9999.2"),
  };
  for (const TestElement& element : plant.meta) Put(meta, element);
  std::string group;
  for (const TestElement& element : meta) {
    group += Encode(element, kExplicitLittle);
  }
  std::string head = plant.preamble;
  head.resize(128, '\0');
  head += "DICM";
  head += Encode({Tag(0x0002, 0x0000), Vr::kUL, Little32(group.size()), {}},
                 kExplicitLittle);
  return head + group;
}

std::string TestBase::Copy(const Plant& plant, std::uint32_t number) const {
  const std::string uid =
      absl::StrFormat("%s.3%07d", person_->uid_root, number);
  TestItem planted = {Uid(0x0008, 0x0018, uid)};
  for (const TestElement& element : plant.elements) Put(planted, element);
  std::string file = Head(plant, uid);
  auto next = planted.begin();
  const auto write_up_to = [&](Tag tag) {
    for (; next != planted.end() && next->tag <= tag; ++next) {
      file += Encode(*next, encoding_);
    }
  };
  for (const Encoded& element : elements_) {
    const auto before = next;
    write_up_to(element.tag);
    const bool replaced = next != before && (next - 1)->tag == element.tag;
    if (!replaced) file += element.bytes;
  }
  write_up_to(Tag(0xFFFFFFFF));
  for (const TestElement& element : plant.last_elements) {
    file += Encode(element, encoding_);
  }
  return file + plant.tail;
}

std::vector<TestBase> MadeBases() {
  std::vector<TestBase> bases;
  const auto people = MadeUpPeople();
  for (const TestObjectKind& kind : TestObjectKinds()) {
    bases.emplace_back(kind, people[bases.size() % people.size()]);
  }
  // Some of each person as old archives have them.
  for (std::size_t i = 0; i < people.size(); ++i) {
    constexpr std::size_t kStep = 2;  // images, and reports
    bases.emplace_back(TestObjectKinds()[i * kStep], people[i],
                       /*implicit_vr=*/true);
  }
  return bases;
}

std::vector<TestBase> BasesBelow(const std::string& folder, int most,
                                 FileSystem& file_system, int& error) {
  std::vector<std::string> files, others;
  error = ListFiles(file_system, folder, files, others, kMostFilesLookedAt);
  files.resize(std::min(files.size(), kMostFilesLookedAt));
  std::vector<TestBase> bases;
  std::set<std::string> classes;
  const auto people = MadeUpPeople();
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (bases.size() >= static_cast<std::size_t>(most)) break;
    auto base =
        TestBase::FromFile(files[i], absl::StrFormat("file %d", i + 1),
                           people[bases.size() % people.size()], file_system);
    if (base && classes.insert(base->sop_class_uid()).second) {
      bases.push_back(*std::move(base));
    }
  }
  return bases;
}

}  // namespace dcmscrub
