// Which rule decides about an attribute and what happens to it, as text for
// people. Names no value of any data set.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernels/core/tag.h"
#include "kernels/parse/object_view.h"
#include "rules/compile/policy.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// "PatientName", "(0010,0010)", "00100010", "(60xx,3000)"; nothing for what is
// neither.
std::optional<Tag> ParseAttribute(std::string_view text);

// The UID of a SOP class given by it or by the name of its IOD in our tables
// ("ct-image"); nothing for what the Standard does not know.
std::optional<std::string> ParseSopClass(std::string_view text);

// The site's statements on the attribute in the order in which they are asked,
// the row of the profile and the option that changed it, and what they come to
// at each place where the IOD has the attribute, by its Type there. An empty
// `sop_class_uid` stands for any object of which nothing is known. `file` is
// what the policy was made of.
std::string ExplainAttribute(const Policy& policy, const RuleFile& file,
                             Tag tag, std::string_view sop_class_uid);

// What happens to the object as a whole, and to each of its elements, by which
// statement or row.
std::string ExplainObject(const Policy& policy, const RuleFile& file,
                          const ObjectView& object);

}  // namespace dcmscrub
