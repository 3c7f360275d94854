// What the micro-benchmarks are run on: one sample object of each header
// class, indexed and with its rules, as a work item holds it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/emit/gather.h"
#include "kernels/identity/identity.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/parse/object_facts.h"
#include "kernels/scrub/scrubber.h"
#include "kernels/search/identifier_list.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

// A file in memory and all that it takes to scrub it again and again.
class Subject {
 public:
  // Under the basic profile, or another policy.
  Subject(std::string name, std::vector<std::uint8_t> file);
  Subject(std::string name, std::vector<std::uint8_t> file,
          std::unique_ptr<const Policy> policy);

  const std::string& name() const { return name_; }
  const std::vector<std::uint8_t>& file() const { return file_; }
  const ElementIndex& index() const { return index_; }
  const RuleTable& rules() const { return *rules_; }
  const Scrubber& scrubber() const { return *scrubber_; }
  // From now on this one and `other` use one scrubber, as the files of a work
  // item do.
  void Share(const Subject& other) { scrubber_ = other.scrubber_; }

  // File → index. Returns the number of elements; 0 on a fault.
  std::size_t Index();
  // Index → edit list → write steps. Returns the size of the output; 0 on a
  // fault.
  std::uint64_t Scrub();
  // Whether what the last Scrub made is to be gone through value by value.
  bool Search() const;
  // What the last Scrub took out and is searched for.
  const IdentifierList& Identifiers();
  // The bytes of the last Scrub.
  std::vector<std::uint8_t> Output() const;

 private:
  ScrubInput Input() const;

  std::string name_;
  std::vector<std::uint8_t> file_;
  std::unique_ptr<const Policy> policy_;
  std::unique_ptr<PolicyCache> cache_;
  Identity identity_;
  FilePrefix prefix_;
  ElementIndex index_;
  const RuleTable* rules_ = nullptr;
  std::shared_ptr<Scrubber> scrubber_ = std::make_shared<Scrubber>();
  EditList edits_;
  Gather gather_;
  std::span<const WriteStep> steps_;
};

// ct, mr_private, enhanced_mr, sr.
std::vector<std::unique_ptr<Subject>> HeaderClasses();

}  // namespace dcmscrub
