using System.Runtime.InteropServices;

namespace StateGen.RocksDb.Native;

/// <summary>Loads the first candidate that is a RocksDB library which this binding can use.</summary>
internal static class NativeLibraryLoader
{
    /// <summary>The oldest version whose functions and formats the binding is tested with.</summary>
    public static readonly Version OldestVersion = new(11, 0);

    /// <summary>Loads the library at <paramref name="explicitPath"/>, or the first usable candidate if the path is null or empty.</summary>
    /// <exception cref="RocksDbLibraryNotFoundException">No candidate can be used; the message lists each with the reason.</exception>
    public static LoadedLibrary Load(string? explicitPath) => string.IsNullOrEmpty(explicitPath)
        ? LoadFirst(LibraryCandidates.InOrder(), LoadingAdvice.ForApplication())
        : LoadFirst([explicitPath], LoadingAdvice.ForExplicitPath());

    internal static LoadedLibrary LoadFirst(IEnumerable<string> candidates, string advice) => LoadFirst(candidates, advice, LibraryVersion.Find);

    /// <summary>
    /// Loads the first usable candidate. <paramref name="findVersion"/> finds the version of a library; null if the library does not tell it.
    /// </summary>
    internal static LoadedLibrary LoadFirst(IEnumerable<string> candidates, string advice, Func<nint, Version?> findVersion)
    {
        var failures = new List<string>();
        foreach (var candidate in candidates)
        {
            if (TryLoad(candidate, findVersion, out var reason) is { } library)
                return library;
            failures.Add($"'{candidate}' {reason}");
        }

        throw new RocksDbLibraryNotFoundException(
            $"No native RocksDB library can be used; version {OldestVersion} or later is needed. Tried: {string.Join("; ", failures)}. {advice}");
    }

    private static LoadedLibrary? TryLoad(string candidate, Func<nint, Version?> findVersion, out string reason)
    {
        if (LibraryFile.FindProblem(candidate) is { } problem)
        {
            reason = problem;
            return null;
        }

        try
        {
            return TryAccept(NativeLibrary.Load(candidate), candidate, findVersion, out reason);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            reason = Shorten(candidate, exception.Message);
            return null;
        }
    }

    // The runtime's first lines give general advice. The last one is what the operating system says.
    private static string Shorten(string candidate, string message)
    {
        var last = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1].TrimEnd('.');
        return last.StartsWith($"{candidate}: cannot open", StringComparison.Ordinal) ? "was not found" : $"cannot be loaded: {last}";
    }

    private static LoadedLibrary? TryAccept(nint library, string candidate, Func<nint, Version?> findVersion, out string reason)
    {
        var version = findVersion(library);
        // A refused library stays loaded: RocksDB cannot be unloaded safely once it was called.
        reason = FindProblem(library, version);
        return reason.Length == 0 ? new(library, candidate, version!) : null;
    }

    private static string FindProblem(nint library, Version? version)
    {
        if (version < OldestVersion && version is not null)
            return $"is RocksDB {version}, which is too old";
        var missing = Array.Find(RequiredFunctions.Names, function => !NativeLibrary.TryGetExport(library, function, out _));
        if (missing is not null)
            return $"is not a RocksDB library of version {OldestVersion} or later: it has no function '{missing}'";
        return version is null ? "does not tell its version" : "";
    }
}

/// <summary>A native RocksDB library in this process.</summary>
/// <param name="Handle">The handle of the operating system.</param>
/// <param name="Candidate">The path or name under which it was found.</param>
/// <param name="Version">The version that the library reports.</param>
internal sealed record LoadedLibrary(nint Handle, string Candidate, Version Version)
{
    /// <summary>Finds the path of the file; the candidate if the operating system does not tell it.</summary>
    public string FindPath() => LibraryFile.FindPath(Handle) ?? Candidate;
}

/// <summary>Says what to do when no library can be used.</summary>
internal static class LoadingAdvice
{
    // The runtime identifiers of the package RocksDB. Those of musl share the folder of linux.
    private static readonly string[] PackagedIdentifiers = ["linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64"];

    private const string SetVariable =
        "To use a library of your own, set the environment variable " + RocksDbLibrary.PathVariable + " to the path of its file.";

    public static string ForApplication() =>
        ForApplication(LibraryCandidates.PortableRuntimeIdentifier(), LibraryCandidates.IsMusl(RuntimeInformation.RuntimeIdentifier));

    public static string ForApplication(string portable, bool isMusl) => PackagedIdentifiers.Contains(portable, StringComparer.Ordinal)
        ? "The package StateGen.RocksDb brings the library: reference it in the project of the application, publish for this system "
            + $"('dotnet publish --runtime {PublishIdentifier(portable, isMusl)}'), and deploy every file of the publish folder. "
            + SetVariable
        : $"The package StateGen.RocksDb brings no library for {portable}: it supports {string.Join(", ", PackagedIdentifiers)}. {SetVariable}";

    private static string PublishIdentifier(string portable, bool isMusl) =>
        isMusl ? portable.Replace("linux-", "linux-musl-", StringComparison.Ordinal) : portable;

    public static string ForExplicitPath() =>
        $"Set the environment variable {RocksDbLibrary.PathVariable} to the file of a RocksDB library for {LibraryCandidates.PortableRuntimeIdentifier()}, "
        + "or remove it to use the library that the package StateGen.RocksDb brings.";
}
