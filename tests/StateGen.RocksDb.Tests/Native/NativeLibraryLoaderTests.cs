using System.Reflection;
using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Native;

public sealed class NativeLibraryLoaderTests
{
    private static readonly string OtherProcessor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-x64" : "linux-arm64";

    // A library of the runtime, which every process has and which has none of the functions.
    private static readonly string AnotherLibrary = Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(),
        OperatingSystem.IsWindows() ? "System.IO.Compression.Native.dll" : OperatingSystem.IsMacOS() ? "libSystem.Native.dylib" : "libSystem.Native.so");

    // Another spelling of the path, so that two candidates differ.
    private static string SameLibrary { get; } = Path.Combine(Path.GetDirectoryName(RocksDbLibrary.Path)!, ".", Path.GetFileName(RocksDbLibrary.Path));

    [Fact]
    public void The_library_of_the_package_is_loaded_and_no_other()
    {
        Assert.Equal(RocksDbPackage.Version, RocksDbLibrary.Version);
        Assert.StartsWith(AppContext.BaseDirectory, RocksDbLibrary.Path, StringComparison.Ordinal);
        Assert.True(File.Exists(RocksDbLibrary.Path), RocksDbLibrary.Path);
    }

    [Fact]
    public void Loading_again_gives_the_same_library()
    {
        var first = NativeLibraryLoader.Load(null);
        RocksDbLibrary.EnsureLoaded();
        Assert.Equal(first, NativeLibraryLoader.Load(null));
        Assert.Equal(RocksDbLibrary.Path, first.FindPath());
    }

    [Fact]
    public void An_explicit_path_that_does_not_exist_is_an_error_that_names_the_variable_and_tries_nothing_else()
    {
        var message = Refuse("/no/such/librocksdb.so");
        Assert.Contains("Tried: '/no/such/librocksdb.so' does not exist. Set the environment variable STATEGEN_ROCKSDB_LIBRARY", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_for_another_processor_is_called_that()
    {
        var path = RocksDbPackage.Library(OtherProcessor, "librocksdb.so");
        Assert.Contains($"'{path}' is a library for {OtherProcessor}, and this process is {LibraryCandidates.PortableRuntimeIdentifier()}", Refuse(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("osx-x64", "librocksdb.dylib")]
    [InlineData("osx-arm64", "librocksdb.dylib")]
    [InlineData("win-x64", "rocksdb.dll")]
    [InlineData("linux-x64", "librocksdb.so")]
    [InlineData("linux-arm64", "librocksdb-musl.so")]
    public void The_header_of_a_library_tells_the_system_and_the_processor(string target, string name) =>
        Assert.Equal(target, LibraryFile.FindTarget(File.ReadAllBytes(RocksDbPackage.Library(target, name)).AsSpan(0, 4096)));

    [Fact]
    public void A_cut_header_tells_nothing_and_is_not_read_beyond_its_end() => Assert.All(
        (string[])[RocksDbPackage.Library("linux-x64", "librocksdb.so"), RocksDbPackage.Library("osx-x64", "librocksdb.dylib"), RocksDbPackage.Library("win-x64", "rocksdb.dll")],
        path =>
        {
            var header = File.ReadAllBytes(path).AsSpan(0, 512).ToArray();
            Assert.All(Enumerable.Range(0, 512), length => Assert.True(LibraryFile.FindTarget(header.AsSpan(0, length)) is null or [_, ..]));
            Assert.Null(LibraryFile.FindTarget(header.AsSpan(0, 4)));
        });

    [Fact]
    public void A_file_that_is_no_library_is_called_that()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["librocksdb.so"], "not a library");
        File.WriteAllText(directory["empty.so"], "");
        Assert.Contains("is not a native library", Refuse(directory["librocksdb.so"]), StringComparison.Ordinal);
        Assert.Contains("is not a native library", Refuse(directory["empty.so"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_and_an_unreadable_file_are_called_that()
    {
        using var directory = new TemporaryDirectory();
        Assert.Contains("is a directory", Refuse(directory.Path), StringComparison.Ordinal);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a file that not even the superuser can read.");
        Assert.Contains("'/proc/self/mem' cannot be read: ", Refuse("/proc/self/mem"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_without_the_functions_is_named_with_one_of_them()
    {
        var message = Refuse(AnotherLibrary);
        Assert.Contains($"'{AnotherLibrary}' is not a RocksDB library of version 11.0 or later: it has no function 'rocksdb_", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_whose_own_dependency_is_missing_is_reported_with_the_reason_of_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && !LibraryCandidates.IsMusl(RuntimeInformation.RuntimeIdentifier), "The library needs musl.");
        var processor = LibraryCandidates.PortableRuntimeIdentifier();
        Assert.Contains("cannot be loaded: libc.musl-", Refuse(RocksDbPackage.Library(processor, "librocksdb-musl.so")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_message_lists_every_candidate_with_its_reason_and_says_what_to_do()
    {
        using var directory = new TemporaryDirectory();
        string[] candidates = [directory["librocksdb.so"], directory.Path, AnotherLibrary, "librocksdb.so.0.0"];

        var message = Assert.Throws<RocksDbLibraryNotFoundException>(
            () => NativeLibraryLoader.LoadFirst(candidates, LoadingAdvice.ForApplication("linux-x64", isMusl: false))).Message;

        Assert.StartsWith("No native RocksDB library can be used; version 11.0 or later is needed. Tried: ", message, StringComparison.Ordinal);
        Assert.Equal(candidates, candidates.OrderBy(candidate => message.IndexOf($"'{candidate}' ", StringComparison.Ordinal)));
        Assert.All(candidates, candidate => Assert.Contains($"'{candidate}' ", message, StringComparison.Ordinal));
        Assert.Contains(OperatingSystem.IsLinux() ? "; 'librocksdb.so.0.0' was not found. " : "; 'librocksdb.so.0.0' cannot be loaded: ", message, StringComparison.Ordinal);
        Assert.Contains("dotnet publish --runtime linux-x64", message, StringComparison.Ordinal);
        Assert.Contains(RocksDbLibrary.PathVariable, message, StringComparison.Ordinal);
        Assert.DoesNotContain("apt", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_candidate_that_cannot_be_used_does_not_hide_the_next_one()
    {
        var library = NativeLibraryLoader.LoadFirst([AnotherLibrary, "/no/such/library.so", RocksDbLibrary.Path], "");
        Assert.Equal((RocksDbLibrary.Path, RocksDbLibrary.Version), (library.Candidate, library.Version));
    }

    [Theory]
    [InlineData("7.8.3")]
    [InlineData("9.10.0")]
    [InlineData("10.10.1")]
    public void A_candidate_that_is_too_old_is_passed_over_for_the_next_one(string version)
    {
        var versions = new Queue<Version>([Version.Parse(version), NativeLibraryLoader.OldestVersion]);
        var library = NativeLibraryLoader.LoadFirst([SameLibrary, RocksDbLibrary.Path], "", _ => versions.Dequeue());
        Assert.Equal((RocksDbLibrary.Path, NativeLibraryLoader.OldestVersion), (library.Candidate, library.Version));
    }

    [Fact]
    public void When_every_candidate_is_too_old_one_message_names_each_version_with_its_path_and_says_what_to_do()
    {
        var versions = new Queue<Version?>([new(7, 8, 3), new(10, 10, 1), null]);

        var message = Assert.Throws<RocksDbLibraryNotFoundException>(() => NativeLibraryLoader.LoadFirst(
            [SameLibrary, RocksDbLibrary.Path, SameLibrary], LoadingAdvice.ForApplication("linux-x64", isMusl: false), _ => versions.Dequeue())).Message;

        Assert.StartsWith(
            $"No native RocksDB library can be used; version 11.0 or later is needed. Tried: '{SameLibrary}' is RocksDB 7.8.3, which is too old; "
                + $"'{RocksDbLibrary.Path}' is RocksDB 10.10.1, which is too old; '{SameLibrary}' does not tell its version. The package StateGen.RocksDb brings the library: ",
            message,
            StringComparison.Ordinal);
        Assert.Contains("dotnet publish --runtime linux-x64", message, StringComparison.Ordinal);
        Assert.Contains(RocksDbLibrary.PathVariable, message, StringComparison.Ordinal);
    }

    /// <summary>Gets the library of the package and, in a soak, that of a distribution, which reports its version in another way.</summary>
    public static TheoryData<string, string> Libraries
    {
        get
        {
            var libraries = new TheoryData<string, string> { { RocksDbLibrary.Path, RocksDbPackage.Version.ToString() } };
            if (Environment.GetEnvironmentVariable("STATEGEN_OLD_ROCKSDB") is { Length: > 0 } old)
                libraries.Add(old, "7.8.3");
            return libraries;
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_tells_its_own_version_and_is_refused_by_it_if_it_is_too_old(string path, string version)
    {
        LoadWhatItNeeds(path);
        Assert.Equal(version, LibraryVersion.Find(NativeLibrary.Load(path))?.ToString());
        if (Version.Parse(version) < NativeLibraryLoader.OldestVersion)
            Assert.Contains($"Tried: '{path}' is RocksDB {version}, which is too old. ", Refuse(path), StringComparison.Ordinal);
        else
            Assert.Equal(path, NativeLibraryLoader.Load(path).Candidate);
    }

    // It was unpacked beside them. The loader of the system takes what is loaded already.
    private static void LoadWhatItNeeds(string library)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(library)!, "*.so.*").Where(file => file.Contains("gflags", StringComparison.Ordinal) || file.Contains("snappy", StringComparison.Ordinal)))
            NativeLibrary.Load(file);
    }

    [Fact]
    public void On_musl_the_advice_is_to_publish_for_musl() => Assert.Contains(
        "'dotnet publish --runtime linux-musl-x64'",
        LoadingAdvice.ForApplication("linux-x64", isMusl: true),
        StringComparison.Ordinal);

    [Fact]
    public void Where_the_package_has_no_library_the_advice_says_so() => Assert.Contains(
        "brings no library for win-arm64: it supports linux-x64, linux-arm64, osx-x64, osx-arm64, win-x64",
        LoadingAdvice.ForApplication("win-arm64", isMusl: false),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("RocksDB version: 11.12.0\n", "11.12.0")]
    [InlineData("2026/01/01-00:00:00 1 RocksDB version: 9.10.0", "9.10.0")]
    [InlineData("DB Summary", null)]
    public void The_version_is_found_in_the_first_line_of_the_log(string line, string? version) => Assert.Equal(version, LibraryVersion.FindInLog(line)?.ToString());

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/librocksdb.so.7.8.3", "7.8.3")]
    [InlineData("/usr/lib/librocksdb.so.6.11", "6.11")]
    [InlineData("/usr/lib/librocksdb.so", null)]
    [InlineData(null, null)]
    public void The_version_of_an_older_library_is_found_in_its_file_name(string? path, string? version) =>
        Assert.Equal(version, LibraryVersion.FindInFileName(path)?.ToString());

    [Fact]
    public void The_required_functions_are_exactly_the_imported_ones()
    {
        var imported = typeof(NativeMethods)
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .Where(name => name.StartsWith("rocksdb_", StringComparison.Ordinal));
        Assert.Equal(imported.Order(StringComparer.Ordinal), RequiredFunctions.Names.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string Refuse(string path) => Assert.Throws<RocksDbLibraryNotFoundException>(() => NativeLibraryLoader.Load(path)).Message;
}
