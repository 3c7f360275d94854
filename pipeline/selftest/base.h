// A file of which the self-test makes copies, each with something planted.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/encoding.h"
#include "pipeline/files/file_system.h"
#include "pipeline/selftest/element.h"
#include "pipeline/selftest/object.h"
#include "pipeline/selftest/person.h"
#include "rules/standard/iod.h"

namespace dcmscrub {

// What is put into one copy.
struct Plant {
  TestItem elements;       // of the data set, instead of those of the same tag
  TestItem last_elements;  // behind all others, whatever their tags
  TestItem meta;           // of the file meta information
  std::string preamble;    // 128 bytes at most
  std::string tail;        // behind the data set
};

class TestBase {
 public:
  TestBase(const TestObjectKind& kind, const MadeUpPerson& person,
           bool implicit_vr = false);

  // A file of the user's with the person's attributes in place of its own.
  // Pixel data and what is as large is left out. Nothing where that cannot be:
  // not DICOM, deflated, damaged, or larger than anyone would copy so often.
  static std::optional<TestBase> FromFile(const std::string& path,
                                          std::string_view name,
                                          const MadeUpPerson& person,
                                          FileSystem& file_system);

  // A whole file. `number` makes its SOP Instance UID its own.
  std::string Copy(const Plant& plant, std::uint32_t number) const;

  // "ct-image", "ct-image, implicit VR", "file 3"
  const std::string& name() const { return name_; }
  bool implicit_vr() const { return !encoding_.explicit_vr; }
  const std::string& sop_class_uid() const { return sop_class_uid_; }
  const MadeUpPerson& person() const { return *person_; }
  // nullptr: the Standard does not know the class.
  const Iod* iod() const { return iod_.get(); }

 private:
  struct Encoded {
    Tag tag;
    std::string bytes;
  };

  TestBase() = default;
  std::string Head(const Plant& plant, const std::string& instance_uid) const;
  void FindIod();

  std::string name_;
  std::string sop_class_uid_;
  std::string transfer_syntax_uid_;
  Encoding encoding_;
  const MadeUpPerson* person_ = nullptr;
  std::shared_ptr<const Iod> iod_;
  std::vector<Encoded> elements_;  // top level, ascending
};

// The objects that the program makes itself.
std::vector<TestBase> MadeBases();

// The first `most` files below `folder` that are of different SOP classes, in
// the order of their names; looks at some thousand files at most. `error`: why
// a folder could not be listed, whose files are left out; 0 where all could.
std::vector<TestBase> BasesBelow(const std::string& folder, int most,
                                 FileSystem& file_system, int& error);

}  // namespace dcmscrub
