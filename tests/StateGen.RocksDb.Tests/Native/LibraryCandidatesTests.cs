using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

public sealed class LibraryCandidatesTests
{
    private static readonly string App = Path.GetFullPath(Path.Combine("applications", "app"));
    private static readonly string Host = Path.GetFullPath("host");

    [Fact]
    public void Folders_of_the_host_come_first_then_the_application_then_its_assets_and_the_system_last()
    {
        var searched = $"{Host}{Path.DirectorySeparatorChar}{Path.PathSeparator}{Path.Combine(Host, "extracted")}";
        var candidates = InOrder(App + Path.DirectorySeparatorChar, searched).ToList();

        string[] expected =
        [
            .. ((string[])[
                Host, Path.Combine(Host, "extracted"), App, Assets(RuntimeInformation.RuntimeIdentifier), Assets(LibraryCandidates.PortableRuntimeIdentifier()),
            ]).Distinct(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, candidates.Select(candidate => Path.GetDirectoryName(candidate)).Distinct(StringComparer.Ordinal).Take(expected.Length));
        Assert.All(
            candidates.SkipWhile(candidate => expected.Contains(Path.GetDirectoryName(candidate), StringComparer.Ordinal)),
            candidate => Assert.DoesNotContain("app", candidate, StringComparison.Ordinal));
    }

    [Fact]
    public void An_application_compiled_ahead_of_time_has_no_folders_of_the_host() =>
        Assert.Equal(App, Path.GetDirectoryName(InOrder(App, null).First()));

    [Theory]
    [InlineData("linux-x64", "linux-x64", "librocksdb.so", "librocksdb-musl.so")]
    [InlineData("debian.12-arm64", "linux-arm64", "librocksdb.so", "librocksdb-musl.so")]
    [InlineData("linux-musl-x64", "linux-x64", "librocksdb-musl.so", "librocksdb.so")]
    [InlineData("linux-musl-arm64", "linux-arm64", "librocksdb-musl.so", "librocksdb.so")]
    [InlineData("alpine.3.20-x64", "linux-x64", "librocksdb-musl.so", "librocksdb.so")]
    [InlineData("win-x64", "win-x64", "rocksdb.dll")]
    [InlineData("osx-arm64", "osx-arm64", "librocksdb.dylib")]
    public void Each_folder_is_searched_for_the_library_that_fits_the_system_first(string runtimeIdentifier, string portable, params string[] names)
    {
        string[] folders = [Host, App, Assets(runtimeIdentifier), Assets(portable)];

        var candidates = LibraryCandidates.InOrder(App, Host, portable, runtimeIdentifier).ToList();

        var expected = folders.Distinct(StringComparer.Ordinal).SelectMany(folder => names, Path.Combine).ToList();
        Assert.Equal(expected, candidates.Take(expected.Count));
        Assert.NotEmpty(candidates.Skip(expected.Count));
        Assert.DoesNotContain(candidates.Skip(expected.Count), candidate => candidate.Contains("musl", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("linux-x64", false)]
    [InlineData("linux-musl-x64", true)]
    [InlineData("linux-musl-arm64", true)]
    [InlineData("alpine.3.20-x64", true)]
    [InlineData("unknown", false)]
    public void Alpine_has_musl_under_its_own_name_too(string runtimeIdentifier, bool isMusl) =>
        Assert.Equal(isMusl, LibraryCandidates.IsMusl(runtimeIdentifier));

    [Fact]
    public void The_folder_of_the_shared_runtime_is_not_searched_and_nothing_is_tried_twice()
    {
        var candidates = InOrder(App, RuntimeEnvironment.GetRuntimeDirectory()).ToList();

        Assert.DoesNotContain(candidates, candidate => candidate.StartsWith(RuntimeEnvironment.GetRuntimeDirectory(), StringComparison.Ordinal));
        Assert.Equal(candidates.Distinct(StringComparer.Ordinal), candidates);
    }

    [Fact]
    public void The_names_of_distributions_are_tried_so_that_an_old_library_is_refused_by_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of Linux.");
        Assert.Equal(["librocksdb.so.9.10", "librocksdb.so.8.9", "librocksdb.so.7.8"], LibraryCandidates.InOrder().TakeLast(3));
    }

    private static string Assets(string runtimeIdentifier) => Path.Combine(App, "runtimes", runtimeIdentifier, "native");

    private static IEnumerable<string> InOrder(string baseDirectory, string? searchDirectories) => LibraryCandidates.InOrder(
        baseDirectory, searchDirectories, LibraryCandidates.PortableRuntimeIdentifier(), RuntimeInformation.RuntimeIdentifier);
}
