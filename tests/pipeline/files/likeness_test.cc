// What takes the place of a file is as it was, or fewer may touch it.
#include "pipeline/files/likeness.h"

#include <gtest/gtest.h>
#include <linux/posix_acl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr char kAccess[] = "system.posix_acl_access";
constexpr char kDefault[] = "system.posix_acl_default";
constexpr uid_t kNobody = 65534;
constexpr unsigned kOther = 4711;  // a user or group who is somebody else

std::string Entry(unsigned tag, unsigned permissions, unsigned id = ~0u) {
  std::string bytes;
  for (const auto& [value, size] :
       {std::pair(tag, 2), {permissions, 2}, {id, 4}}) {
    for (int i = 0; i < size; ++i) {
      bytes.push_back(static_cast<char>(value >> 8 * i));
    }
  }
  return bytes;
}

// "user::rw-, user:4711:r--, group::PERM, mask::MASK, other::OTHER".
std::string AclOf(unsigned group, unsigned mask, unsigned other,
                  unsigned named = 4) {
  return std::string("\2\0\0\0", 4) + Entry(ACL_USER_OBJ, 6) +
         Entry(ACL_USER, named, kOther) + Entry(ACL_GROUP_OBJ, group) +
         Entry(ACL_MASK, mask) + Entry(ACL_OTHER, other);
}

std::string Attribute(const std::string& path, const char* name) {
  std::string value(1024, '\0');
  const ssize_t size =
      ::getxattr(path.c_str(), name, value.data(), value.size());
  value.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return value;
}

// false where the file system has none of the kind.
bool SetAttribute(const std::string& path, const char* name,
                  std::string_view value) {
  if (::setxattr(path.c_str(), name, value.data(), value.size(), 0) == 0) {
    return true;
  }
  EXPECT_EQ(errno, EOPNOTSUPP);
  return false;
}

struct stat StatOf(const std::string& path) {
  struct stat found {};
  EXPECT_EQ(::stat(path.c_str(), &found), 0);
  return found;
}

unsigned ModeOf(const std::string& path) {
  return StatOf(path).st_mode & 07777;
}

// Acts as somebody who may not give files away, for as long as it lives.
class AsNobody {
 public:
  AsNobody() { EXPECT_EQ(::seteuid(kNobody), 0); }
  ~AsNobody() { EXPECT_EQ(::seteuid(0), 0); }
};

class InPlaceLikeness : public ::testing::Test {
 protected:
  RunSummary Run() {
    RunOptions options = InPlace();
    options.sources = {folder_ / "in"};
    const auto summary = RunPipeline(options, RealFileSystem(), {});
    EXPECT_TRUE(summary.ok()) << summary.status();
    if (!summary.ok()) return {};
    EXPECT_EQ(Count(*summary, Outcome::kWritten), 1u);
    EXPECT_FALSE(HoldsName(ReadFile(file_)));
    return *summary;
  }
  void SetUp() override {
    WriteFile(file_, SmallFile(1));
    ASSERT_EQ(::chmod(file_.c_str(), 0640), 0);
  }
  // For somebody else to work in.
  void GiveToNobody(unsigned group, unsigned mode) {
    const std::string in = folder_ / "in";
    ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
    ASSERT_EQ(::chown(in.c_str(), kNobody, kNobody), 0);
    ASSERT_EQ(::chown(file_.c_str(), kNobody, group), 0);
    ASSERT_EQ(::chmod(file_.c_str(), mode), 0);
  }

  TempFolder folder_;
  const std::string file_ = folder_ / "in/1.dcm";
};

TEST_F(InPlaceLikeness, KeepsModeOwnerAndGroup) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  ASSERT_EQ(::chown(file_.c_str(), kNobody, kOther), 0);
  ASSERT_EQ(::chmod(file_.c_str(), 0604), 0);
  const RunSummary summary = Run();
  EXPECT_EQ(StatOf(file_).st_uid, kNobody);
  EXPECT_EQ(StatOf(file_).st_gid, kOther);
  EXPECT_EQ(ModeOf(file_), 0604u);
  EXPECT_EQ(summary.rights_lost, 0u);
}

TEST_F(InPlaceLikeness, KeepsTheAcl) {
  const std::string acl = AclOf(0, 4, 0);
  if (!SetAttribute(file_, kAccess, acl)) {
    GTEST_SKIP() << "no ACLs on this file system";
  }
  const RunSummary summary = Run();
  EXPECT_EQ(Attribute(file_, kAccess), acl);
  EXPECT_EQ(summary.rights_lost, 0u);
}

// It would get its mask from the mode.
TEST_F(InPlaceLikeness, TakesNoAclFromItsFolder) {
  if (!SetAttribute(folder_ / "in", kDefault, AclOf(7, 7, 0, 7))) {
    GTEST_SKIP() << "no ACLs on this file system";
  }
  Run();
  EXPECT_EQ(Attribute(file_, kAccess), "");
  EXPECT_EQ(ModeOf(file_), 0640u);
}

TEST_F(InPlaceLikeness, GivesNoRightsToAnotherGroup) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can set this up";
  const struct {
    unsigned before, after;
  } cases[] = {{0660, 0600}, {0664, 0644}, {0604, 0600}, {0646, 0644}};
  for (const auto& c : cases) {
    SetUp();
    GiveToNobody(kOther, c.before);
    RunSummary summary;
    {
      const AsNobody as_nobody;
      summary = Run();
    }
    EXPECT_NE(StatOf(file_).st_gid, kOther);
    EXPECT_EQ(ModeOf(file_), c.after);
    EXPECT_EQ(summary.rights_lost, 1u);
  }
}

TEST_F(InPlaceLikeness, GivesNoRightsToAnotherGroupByAcl) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can set this up";
  GiveToNobody(kOther, 0640);
  if (!SetAttribute(file_, kAccess, AclOf(6, 6, 4))) {
    GTEST_SKIP() << "no ACLs on this file system";
  }
  RunSummary summary;
  {
    const AsNobody as_nobody;
    summary = Run();
  }
  EXPECT_EQ(Attribute(file_, kAccess), AclOf(4, 6, 4));
  EXPECT_EQ(summary.rights_lost, 1u);
}

TEST_F(InPlaceLikeness, GivesNoRightsToAnotherGroupThatTheMaskKeptOut) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can set this up";
  GiveToNobody(kOther, 0640);
  if (!SetAttribute(file_, kAccess, AclOf(4, 0, 4))) {
    GTEST_SKIP() << "no ACLs on this file system";
  }
  {
    const AsNobody as_nobody;
    Run();
  }
  EXPECT_EQ(Attribute(file_, kAccess), AclOf(0, 0, 0));
}

TEST_F(InPlaceLikeness, KeepsAttributesThatHoldNoIdentifier) {
  if (!SetAttribute(file_, "user.project", "liver")) {
    GTEST_SKIP() << "no attributes on this file system";
  }
  RunSummary summary = Run();
  EXPECT_EQ(Attribute(file_, "user.project"), "liver");
  EXPECT_EQ(summary.attributes_lost, 0u);

  WriteFile(file_, SmallFile(1));
  ASSERT_TRUE(SetAttribute(file_, "user.project", "liver"));
  ASSERT_TRUE(SetAttribute(file_, "user.comment", "of HOSP-4711, again"));
  summary = Run();
  EXPECT_EQ(Attribute(file_, "user.project"), "liver");
  EXPECT_EQ(Attribute(file_, "user.comment"), "");
  EXPECT_EQ(summary.attributes_lost, 1u);

  WriteFile(file_, SmallFile(1));
  ASSERT_TRUE(SetAttribute(file_, "user.HOSP-4711", "1"));
  summary = Run();
  EXPECT_EQ(Attribute(file_, "user.HOSP-4711"), "");
  EXPECT_EQ(Attribute(file_, "user.project"), "liver");
  EXPECT_EQ(summary.attributes_lost, 1u);
}

// Only the owner of a file that nobody may write to notices the order in which
// rights and attributes are set.
TEST_F(InPlaceLikeness, KeepsAttributesOfWhatIsReadOnly) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can set this up";
  if (!SetAttribute(file_, "user.project", "liver")) {
    GTEST_SKIP() << "no attributes on this file system";
  }
  GiveToNobody(kNobody, 0444);
  RunSummary summary;
  {
    const AsNobody as_nobody;
    summary = Run();
  }
  EXPECT_EQ(Attribute(file_, "user.project"), "liver");
  EXPECT_EQ(summary.attributes_lost, 0u);
}

TEST_F(InPlaceLikeness, CountsOriginalsWithOtherNames) {
  std::filesystem::create_hard_link(file_, folder_ / "kept.dcm");
  EXPECT_EQ(Run().linked_originals, 1u);
  EXPECT_TRUE(HoldsName(ReadFile(folder_ / "kept.dcm")));
  EXPECT_EQ(Run().linked_originals, 0u) << "it has one name by now";
}

}  // namespace
}  // namespace dcmscrub
