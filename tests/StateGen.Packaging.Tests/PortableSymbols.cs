using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StateGen.Packaging.Tests;

/// <summary>Portable symbols: the build that they belong to and the source files that they name.</summary>
internal sealed record PortableSymbols(Guid Id, IReadOnlyList<string> Documents)
{
    public static PortableSymbols Of(byte[] file)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(file));
        return Of(provider);
    }

    public static PortableSymbols EmbeddedIn(byte[] library)
    {
        using var reader = new PEReader(new MemoryStream(library));
        var entry = reader.ReadDebugDirectory().Single(candidate => candidate.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = reader.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        return Of(provider);
    }

    /// <summary>The build that a library is, as its symbols have to name it.</summary>
    public static Guid IdOf(byte[] library)
    {
        using var reader = new PEReader(new MemoryStream(library));
        var entry = reader.ReadDebugDirectory().Single(candidate => candidate.Type == DebugDirectoryEntryType.CodeView);
        return reader.ReadCodeViewDebugDirectoryData(entry).Guid;
    }

    private static PortableSymbols Of(MetadataReaderProvider provider)
    {
        var reader = provider.GetMetadataReader();
        return new(
            new BlobContentId(reader.DebugMetadataHeader!.Id).Guid,
            [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))]);
    }
}
