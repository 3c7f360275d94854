// A worker that fails as it is asked to, in the ways that libraries have. The
// question is a letter: 'a'bort, 'e'xit, 't'hrow, take so many 'm'ebibytes,
// 'l'oop, 'g'row; what begins with any other comes back.
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "pipeline/apart/serve.h"

namespace {

std::string Fail(std::string& how) {
  static std::vector<char> grown;
  std::vector<char> taken;
  switch (how.empty() ? '\0' : how.front()) {
    case 'a':
      std::abort();
    case 'e':
      std::exit(3);
    case 't':
      throw std::runtime_error("no");
    case 'm':
      taken.resize(std::strtoull(how.data() + 1, nullptr, 10) << 20, 'x');
      return std::string(1, taken.back());
    case 'l':
      while (true) pause();
    case 'g':
      grown.resize(std::size_t{300} << 20);
      return std::to_string(getpid());
    case 'p':
      return std::to_string(getpid());
    default:
      return how;
  }
}

}  // namespace

int main() {
  return dcmscrub::ServeAsWorker(
      [](dcmscrub::WorkerTask, std::string& question) {
        return Fail(question);
      });
}
