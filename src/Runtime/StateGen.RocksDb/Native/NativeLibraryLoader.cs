using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>Finds and loads the RocksDB library, and checks that it has every required function.</summary>
internal static class NativeLibraryLoader
{
    /// <summary>Loads the library at <paramref name="explicitPath"/>, or the first available candidate if the path is null or empty.</summary>
    public static nint Load(string? explicitPath)
    {
        var library = string.IsNullOrEmpty(explicitPath) ? LoadFirst(LibraryCandidates.InOrder()) : LoadExplicit(explicitPath);
        return WithRequiredFunctions(library);
    }

    internal static nint LoadFirst(IEnumerable<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
                return library;
        }

        throw new RocksDbLibraryNotFoundException("The native RocksDB library was not found.");
    }

    private static nint LoadExplicit(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new RocksDbLibraryNotFoundException(
                $"The library '{path}' named by {RocksDbLibrary.PathVariable} cannot be loaded: {exception.Message}");
        }
    }

    private static nint WithRequiredFunctions(nint library)
    {
        foreach (var function in RequiredFunctions.Names)
        {
            if (NativeLibrary.TryGetExport(library, function, out _))
                continue;
            NativeLibrary.Free(library);
            throw new RocksDbLibraryNotFoundException(
                $"The installed native RocksDB library is too old: it has no function '{function}'.");
        }

        return library;
    }
}

/// <summary>
/// The possible file names of the RocksDB library, in the order in which they are tried: in the folder of the application, in the
/// application's folders of native assets, then by bare name, which the loader of the operating system searches for.
/// </summary>
internal static class LibraryCandidates
{
    // Debian and Ubuntu install only the name with major and minor version. The bare name is part of the development package.
    private static readonly string[] LinuxNames =
    [
        "librocksdb.so.7.8", "librocksdb.so.7", "librocksdb.so.8.9", "librocksdb.so.8", "librocksdb.so.9.10",
        "librocksdb.so.9", "librocksdb.so.10", "librocksdb.so",
    ];

    private static readonly string[] MacNames =
        ["librocksdb.dylib", "/opt/homebrew/lib/librocksdb.dylib", "/usr/local/lib/librocksdb.dylib"];

    private static readonly string[] WindowsNames = ["rocksdb.dll", "rocksdb-shared.dll"];

    public static IEnumerable<string> InOrder()
    {
        var names = SystemNames();
        foreach (var folder in ApplicationFolders())
        {
            foreach (var name in names)
                yield return Path.Combine(folder, Path.GetFileName(name));
        }

        foreach (var name in names)
            yield return name;
    }

    private static string[] SystemNames() =>
        OperatingSystem.IsWindows() ? WindowsNames : OperatingSystem.IsMacOS() ? MacNames : LinuxNames;

    private static IEnumerable<string> ApplicationFolders()
    {
        yield return AppContext.BaseDirectory;
        yield return NativeAssets(RuntimeInformation.RuntimeIdentifier);
        // A runtime built by a Linux distribution has a runtime identifier of that distribution. Packages use the portable identifier.
        yield return NativeAssets(PortableRuntimeIdentifier());
    }

    private static string NativeAssets(string runtimeIdentifier) =>
        Path.Combine(AppContext.BaseDirectory, "runtimes", runtimeIdentifier, "native");

    private static string PortableRuntimeIdentifier()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}

/// <summary>The functions that a library must have: exactly those of <see cref="NativeMethods"/>.</summary>
internal static class RequiredFunctions
{
    public static readonly string[] Names =
    [
        "rocksdb_block_based_options_create",
        "rocksdb_block_based_options_destroy",
        "rocksdb_block_based_options_set_block_cache",
        "rocksdb_block_based_options_set_cache_index_and_filter_blocks",
        "rocksdb_block_based_options_set_filter_policy",
        "rocksdb_cache_create_lru",
        "rocksdb_cache_destroy",
        "rocksdb_cache_get_usage",
        "rocksdb_cancel_all_background_work",
        "rocksdb_checkpoint_create",
        "rocksdb_checkpoint_object_create",
        "rocksdb_checkpoint_object_destroy",
        "rocksdb_close",
        "rocksdb_column_family_handle_destroy",
        "rocksdb_create_column_family",
        "rocksdb_create_iterator_cf",
        "rocksdb_delete_cf",
        "rocksdb_drop_column_family",
        "rocksdb_filterpolicy_create_bloom_full",
        "rocksdb_flush_cf",
        "rocksdb_flushoptions_create",
        "rocksdb_flushoptions_destroy",
        "rocksdb_flushoptions_set_wait",
        "rocksdb_free",
        "rocksdb_get_options_from_string",
        "rocksdb_get_pinned_cf",
        "rocksdb_iter_destroy",
        "rocksdb_iter_get_error",
        "rocksdb_iter_key",
        "rocksdb_iter_next",
        "rocksdb_iter_prev",
        "rocksdb_iter_seek",
        "rocksdb_iter_seek_for_prev",
        "rocksdb_iter_seek_to_first",
        "rocksdb_iter_seek_to_last",
        "rocksdb_iter_valid",
        "rocksdb_iter_value",
        "rocksdb_list_column_families",
        "rocksdb_list_column_families_destroy",
        "rocksdb_open_column_families",
        "rocksdb_options_create",
        "rocksdb_options_destroy",
        "rocksdb_options_set_block_based_table_factory",
        "rocksdb_options_set_create_if_missing",
        "rocksdb_options_set_create_missing_column_families",
        "rocksdb_options_set_db_write_buffer_size",
        "rocksdb_options_set_write_buffer_size",
        "rocksdb_pinnableslice_destroy",
        "rocksdb_pinnableslice_value",
        "rocksdb_put_cf",
        "rocksdb_readoptions_create",
        "rocksdb_readoptions_destroy",
        "rocksdb_readoptions_set_fill_cache",
        "rocksdb_readoptions_set_iterate_upper_bound",
        "rocksdb_write",
        "rocksdb_write_writebatch_wi",
        "rocksdb_writebatch_clear",
        "rocksdb_writebatch_count",
        "rocksdb_writebatch_create",
        "rocksdb_writebatch_delete_cf",
        "rocksdb_writebatch_destroy",
        "rocksdb_writebatch_put_cf",
        "rocksdb_writebatch_wi_clear",
        "rocksdb_writebatch_wi_count",
        "rocksdb_writebatch_wi_create",
        "rocksdb_writebatch_wi_create_iterator_with_base_cf",
        "rocksdb_writebatch_wi_delete_cf",
        "rocksdb_writebatch_wi_destroy",
        "rocksdb_writebatch_wi_get_from_batch_and_db_cf",
        "rocksdb_writebatch_wi_put_cf",
        "rocksdb_writebatch_wi_rollback_to_save_point",
        "rocksdb_writebatch_wi_set_save_point",
        "rocksdb_writeoptions_create",
        "rocksdb_writeoptions_destroy",
        "rocksdb_writeoptions_disable_WAL",
    ];
}
