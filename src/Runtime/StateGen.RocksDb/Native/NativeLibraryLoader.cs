using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>Finds the RocksDB library, loads it and checks that it has every function that this layer calls.</summary>
internal static class NativeLibraryLoader
{
    /// <summary>Loads the library at <paramref name="explicitPath"/>, or the first candidate when that is null or empty.</summary>
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
                $"The native RocksDB library that was found is too old: it has no function '{function}'.");
        }

        return library;
    }
}
