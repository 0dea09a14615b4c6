namespace StateGen.Tests.Connectors;

/// <summary>A directory of its own for one test, gone with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("stategen-").FullName;

    public string PathOf(string name) => Path.Combine(FullPath, name);

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public IReadOnlyList<string> Names() => [.. Directory.GetFileSystemEntries(FullPath).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
