using System.IO.Compression;
using System.Xml.Linq;

namespace StateGen.Packaging.Tests;

/// <summary>A package, opened as the archive that it is.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;

    private PackageFile(ZipArchive archive) => _archive = archive;

    /// <summary>The files in ordinal order, without those that every package has for the archive's own sake.</summary>
    public IEnumerable<string> Files => _archive.Entries
        .Select(entry => entry.FullName)
        .Where(name => name is not "[Content_Types].xml" and not "_rels/.rels" && !name.EndsWith(".psmdcp", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>What the package says of itself.</summary>
    public XElement Metadata => XDocument.Parse(ReadText(Files.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!.Elements().Single();

    /// <summary>The packages that this one depends on, each with what it takes of them.</summary>
    public IEnumerable<string> Dependencies => Metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => string.Join(' ', element.Attributes().Select(attribute => attribute.Value)));

    public static PackageFile Open(string path) => new(ZipFile.OpenRead(path));

    public string? Field(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

    public byte[] Read(string name)
    {
        using var stream = _archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public string ReadText(string name) => new StreamReader(new MemoryStream(Read(name))).ReadToEnd();

    public void Dispose() => _archive.Dispose();
}
