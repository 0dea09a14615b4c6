using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

public sealed class LibraryCandidatesTests
{
    private static readonly string App = Path.GetFullPath(Path.Combine("applications", "app"));
    private static readonly string Host = Path.GetFullPath("host");
    private static readonly string Assets = Path.Combine("runtimes", LibraryCandidates.PortableRuntimeIdentifier(), "native");

    [Fact]
    public void Folders_of_the_host_come_first_then_the_application_then_its_assets_and_the_system_last()
    {
        var searched = $"{Host}{Path.DirectorySeparatorChar}{Path.PathSeparator}{Path.Combine(Host, "extracted")}";
        var candidates = LibraryCandidates.InOrder(App + Path.DirectorySeparatorChar, searched, isMusl: false).ToList();

        string[] expected =
        [
            .. ((string[])[
                Host, Path.Combine(Host, "extracted"), App, Path.Combine(App, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"), Path.Combine(App, Assets),
            ]).Distinct(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, candidates.Take(expected.Length).Select(candidate => Path.GetDirectoryName(candidate)));
        Assert.All(candidates.Skip(expected.Length), candidate => Assert.DoesNotContain("app", candidate, StringComparison.Ordinal));
    }

    [Fact]
    public void An_application_compiled_ahead_of_time_has_no_folders_of_the_host() =>
        Assert.Equal(App, Path.GetDirectoryName(LibraryCandidates.InOrder(App, null, isMusl: false).First()));

    [Fact]
    public void On_musl_the_library_for_musl_comes_before_the_one_for_glibc_in_each_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has two C libraries.");

        var candidates = LibraryCandidates.InOrder("/app", "/host", isMusl: true).ToList();

        Assert.Equal(["/host/librocksdb-musl.so", "/host/librocksdb.so", "/app/librocksdb-musl.so", "/app/librocksdb.so"], candidates.Take(4));
        Assert.DoesNotContain("/app/librocksdb-musl.so", LibraryCandidates.InOrder("/app", "/host", isMusl: false));
    }

    [Fact]
    public void The_folder_of_the_shared_runtime_is_not_searched_and_nothing_is_tried_twice()
    {
        var candidates = LibraryCandidates.InOrder(App, RuntimeEnvironment.GetRuntimeDirectory(), isMusl: false).ToList();

        Assert.DoesNotContain(candidates, candidate => candidate.StartsWith(RuntimeEnvironment.GetRuntimeDirectory(), StringComparison.Ordinal));
        Assert.Equal(candidates.Distinct(StringComparer.Ordinal), candidates);
    }

    [Fact]
    public void The_names_of_distributions_are_tried_so_that_an_old_library_is_refused_by_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of Linux.");
        Assert.Equal(["librocksdb.so.9.10", "librocksdb.so.8.9", "librocksdb.so.7.8"], LibraryCandidates.InOrder().TakeLast(3));
    }
}
