using System.Reflection;
using System.Runtime.InteropServices;
using StateGen.RocksDb.Native;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Native;

public sealed class NativeLibraryLoaderTests
{
    [Fact]
    public void The_installed_library_is_found_and_complete()
    {
        Assert.NotEqual(0, NativeLibraryLoader.Load(null));
        RocksDbLibrary.EnsureLoaded();
    }

    [Fact]
    public void An_explicit_path_that_does_not_exist_is_an_error_that_names_it_and_says_what_to_install()
    {
        var exception = Assert.Throws<RocksDbLibraryNotFoundException>(() => NativeLibraryLoader.Load("/no/such/librocksdb.so"));
        Assert.Contains("/no/such/librocksdb.so", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install librocksdb7.8", exception.Message, StringComparison.Ordinal);
        Assert.Contains(RocksDbLibrary.PathVariable, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_an_error()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["librocksdb.so"], "not a library");
        Assert.Throws<RocksDbLibraryNotFoundException>(() => NativeLibraryLoader.Load(directory["librocksdb.so"]));
    }

    [Fact]
    public void A_library_without_the_functions_is_called_too_old_and_names_one()
    {
        var anotherLibrary = OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        var exception = Assert.Throws<RocksDbLibraryNotFoundException>(() => NativeLibraryLoader.Load(anotherLibrary));
        Assert.Contains("too old", exception.Message, StringComparison.Ordinal);
        Assert.Contains("rocksdb_", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install librocksdb7.8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_no_candidate_loads_the_error_says_what_to_install()
    {
        var exception = Assert.Throws<RocksDbLibraryNotFoundException>(() => NativeLibraryLoader.LoadFirst(["librocksdb.so.0.0"]));
        Assert.Contains("not found", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install librocksdb7.8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_application_folder_comes_before_the_native_assets_and_both_before_the_system()
    {
        var candidates = LibraryCandidates.InOrder().ToList();
        var beside = candidates.FindIndex(candidate => Path.GetDirectoryName(candidate) == AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var asset = candidates.FindIndex(candidate => candidate.Contains($"runtimes{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var system = candidates.FindIndex(candidate => !Path.IsPathRooted(candidate));
        Assert.Equal(0, beside);
        Assert.InRange(asset, beside + 1, system - 1);
        Assert.Contains(RuntimeInformation.RuntimeIdentifier, candidates[asset], StringComparison.Ordinal);
    }

    [Fact]
    public void The_required_functions_are_exactly_the_imported_ones()
    {
        var imported = typeof(NativeMethods)
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .Where(name => name.StartsWith("rocksdb_", StringComparison.Ordinal));
        Assert.Equal(imported.Order(StringComparer.Ordinal), RequiredFunctions.Names.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
