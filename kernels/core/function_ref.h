// A function that is called and not kept: no copy, no allocation.
#pragma once

#include <type_traits>
#include <utility>

namespace dcmscrub {

template <typename Signature>
class FunctionRef;

// Must not outlive what it was made from.
template <typename Result, typename... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <typename Function, typename = std::enable_if_t<!std::is_same_v<
                                   std::remove_cvref_t<Function>, FunctionRef>>>
  FunctionRef(const Function& function)  // NOLINT(google-explicit-constructor)
      : object_(&function),
        call_([](const void* object, Arguments... arguments) {
          return (*static_cast<const Function*>(object))(
              std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(object_, std::forward<Arguments>(arguments)...);
  }

 private:
  const void* object_;
  Result (*call_)(const void*, Arguments...);
};

}  // namespace dcmscrub
