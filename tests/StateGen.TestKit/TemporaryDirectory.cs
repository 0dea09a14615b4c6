namespace StateGen.TestKit;

/// <summary>A directory of its own for one test, deleted with everything in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("stategen-").FullName;

    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <summary>The names of the entries right in the directory, hidden ones too.</summary>
    public IReadOnlyList<string> Names() => [.. Directory.GetFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string relativePath, string content) => Write(relativePath, System.Text.Encoding.UTF8.GetBytes(content));

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string relativePath, byte[] content)
    {
        File.WriteAllBytes(this[relativePath], content);
        return this[relativePath];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
