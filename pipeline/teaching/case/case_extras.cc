#include "pipeline/teaching/case/case_extras.h"

#include <cerrno>
#include <memory>
#include <utility>

#include "kernels/core/bytes.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/whole_files.h"
#include "pipeline/teaching/documents/case_documents.h"

namespace dcmscrub {
namespace {

absl::Status CannotWrite(int error) {
  return absl::ErrnoToStatus(error, "the documents of the case");
}

// Whether nothing is there, or a case.json of ours. Where nobody can tell, the
// writing will.
bool MayReplace(const std::string& path, FileSystem& file_system) {
  FileInfo info;
  if (file_system.Info(path, false, info) != 0) return true;
  std::string text;
  return ReadWholeFile(file_system, path, /*follow=*/false, text) == 0 &&
         ReadCaseJson(text).ok();
}

class ExtrasWriter {
 public:
  ExtrasWriter(const std::string& folder, FileSystem& file_system,
               UserLabels& written)
      : folder_(folder), file_system_(file_system), written_(written) {}

  absl::Status Write(const std::string& below, Bytes bytes) {
    const std::string path = folder_ + "/" + below;
    int error = MakeFoldersDurably(file_system_, std::string(FolderOf(path)));
    if (error == 0) {
      error = WriteDurably(file_system_, path, bytes, /*replace=*/true);
    }
    if (error != 0) return CannotWrite(error);
    written_.made.push_back(below);
    return absl::OkStatus();
  }

  // "TEACHING", or where something of that name is none of ours, another.
  std::string FreeFolder() {
    for (int i = 1;; ++i) {
      const std::string name =
          i == 1 ? "TEACHING" : "TEACH" + std::to_string(i);
      FileInfo info;
      if (file_system_.Info(folder_ + "/" + name, false, info) != 0) {
        return name;
      }
    }
  }

  // The same for case.json.
  std::string FreeJson() {
    for (int i = 1;; ++i) {
      const std::string name =
          i == 1 ? "case.json" : "case-" + std::to_string(i) + ".json";
      if (MayReplace(folder_ + "/" + name, file_system_)) return name;
    }
  }

 private:
  const std::string& folder_;
  FileSystem& file_system_;
  UserLabels& written_;
};

}  // namespace

CaseDescription DescribeCase(const CaseLabels& labels, const Policy& policy) {
  CaseDescription description;
  description.labels = labels;
  description.written.texts = TypedTexts(labels);
  for (const Policy::Label& label : policy.labels()) {
    description.written.attributes.push_back({label.tag, label.text});
  }
  return description;
}

absl::Status MakeExtras(const ExtrasTerms& terms, const CaseInput& input,
                        const CaseFacts& facts, FileSystem& file_system,
                        CaseDescription& description) {
  ExtrasWriter writer(terms.folder, file_system, description.written);
  if (terms.documents) {
    const CaseDocuments documents = MakeDocuments(
        facts, input.options.labels, *input.policy.policy, IdentityOf(input));
    const bool readable = terms.style == NameStyle::kReadable;
    const std::string folder = writer.FreeFolder();
    absl::Status status =
        writer.Write(folder + (readable ? "/text.dcm" : "/TEXT"),
                     Bytes(documents.text.file));
    if (status.ok()) {
      status = writer.Write(folder + (readable ? "/manifest.dcm" : "/MANIFEST"),
                            Bytes(documents.manifest.file));
    }
    if (!status.ok()) return status;
  }
  const std::string name = writer.FreeJson();
  description.written.made.push_back(name);
  const std::string json = CaseJson(description, facts);
  description.written.made.pop_back();  // Write notes it
  return writer.Write(name, AsBytes(std::string_view(json)));
}

void MakePathsRelative(const std::string& folder, CaseFacts& facts) {
  const std::string begin = folder + "/";
  for (CaseStudy& study : facts.studies) {
    for (CaseSeries& series : study.series) {
      for (CaseObject& object : series.objects) {
        object.path = object.path.starts_with(begin)
                          ? object.path.substr(begin.size())
                          : "";
      }
    }
  }
}

}  // namespace dcmscrub
