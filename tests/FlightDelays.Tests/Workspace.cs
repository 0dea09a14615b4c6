using System.Security.Cryptography;

namespace FlightDelays.Tests;

/// <summary>The directories of one run of the sample, gone with the test.</summary>
public sealed class Workspace : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("flight-delays-").FullName;

    public string Output => Path.Combine(Root, "output");

    public string State => Path.Combine(Root, "state");

    public string Checkpoints => Path.Combine(State, "checkpoints");

    /// <summary>The entries of the job's log, in order.</summary>
    public string[] LogEntries => Directory.Exists(Path.Combine(Checkpoints, "log"))
        ? [.. Directory.GetFiles(Path.Combine(Checkpoints, "log")).Order(StringComparer.Ordinal)]
        : [];

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public Workspace Copy()
    {
        var copy = new Workspace();
        foreach (var file in Directory.GetFiles(Root, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Root, Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Clear()
    {
        Directory.Delete(Root, recursive: true);
        Directory.CreateDirectory(Root);
    }

    /// <summary>Every file with a digest of its content; equal when nothing was changed. A lock names the last process that held it.</summary>
    public IReadOnlyList<string> Fingerprint() =>
    [
        .. Directory.GetFiles(Root, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetRelativePath(Root, file)} {DigestOf(file)}"),
    ];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string DigestOf(string file) =>
        Path.GetFileName(file).StartsWith(".lock", StringComparison.Ordinal) ? "lock" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
