// Writes a sample archive:
//   archive --out DIR [--seed N] [--patients N]
//   archive --out DIR --class ct|small [--seed N] [--files N] [--size BYTES]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/sample_archive.h"

namespace dcmscrub {
namespace {

struct Arguments {
  std::filesystem::path out;
  std::uint64_t seed = 1;
  std::uint32_t patients = 6;
  std::uint32_t files = 1000;
  std::uint64_t size = 0;  // bytes; 0: what the class has
  std::string file_class = "mixed";
};

// Makes the folder when it differs from that of the last call.
class Writer {
 public:
  explicit Writer(const std::filesystem::path& root) : root_(root) {}

  void Write(const SampleFile& file) {
    const std::filesystem::path path = root_ / file.path;
    if (path.parent_path() != last_folder_) {
      last_folder_ = path.parent_path();
      std::filesystem::create_directories(last_folder_);
    }
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream.exceptions(std::ios::failbit | std::ios::badbit);
    stream.write(reinterpret_cast<const char*>(file.bytes.data()),
                 static_cast<std::streamsize>(file.bytes.size()));
    stream.close();
    ++files_;
    bytes_ += file.bytes.size();
  }

  void Report() const {
    std::printf("%llu files, %llu bytes\n",
                static_cast<unsigned long long>(files_),
                static_cast<unsigned long long>(bytes_));
  }

 private:
  std::filesystem::path root_;
  std::filesystem::path last_folder_;
  std::uint64_t files_ = 0;
  std::uint64_t bytes_ = 0;
};

void WriteArchive(const Arguments& arguments) {
  Writer writer(arguments.out);
  if (arguments.file_class == "mixed") {
    for (const SampleFile& file :
         MixedArchive(arguments.seed, arguments.patients)) {
      writer.Write(file);
    }
  } else {
    const std::uint64_t usual = arguments.file_class == "ct"
                                    ? BulkSamples::kCtSize
                                    : BulkSamples::kSmallSize;
    BulkSamples samples(arguments.seed,
                        arguments.size == 0 ? usual : arguments.size);
    for (std::uint32_t i = 0; i < arguments.files; ++i) {
      writer.Write(samples.File(i));
    }
  }
  writer.Report();
}

}  // namespace
}  // namespace dcmscrub

int main(int argc, char** argv) {
  dcmscrub::Arguments arguments;
  CLI::App app{"Writes an archive of sample DICOM files with invented people"};
  app.add_option("--out", arguments.out, "Folder to write to")->required();
  app.add_option("--seed", arguments.seed, "Same seed, same bytes");
  app.add_option("--patients", arguments.patients, "Of the class mixed");
  app.add_option("--files", arguments.files, "Of the classes ct and small");
  app.add_option("--size", arguments.size, "Bytes of a file of these");
  app.add_option("--class", arguments.file_class, "mixed, ct or small")
      ->check(CLI::IsMember({"mixed", "ct", "small"}));
  CLI11_PARSE(app, argc, argv);
  try {
    dcmscrub::WriteArchive(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "archive: %s\n", error.what());
    return 1;
  }
  return 0;
}
