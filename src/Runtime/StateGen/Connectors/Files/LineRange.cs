using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>A range of whole lines of a file, and how far it was read. All offsets are bytes from the start of the file.</summary>
/// <param name="FileName">The name of the file, without its folder.</param>
/// <param name="FileLength">The length of the file.</param>
/// <param name="Start">Where the first line begins.</param>
/// <param name="End">Where the last line ends.</param>
/// <param name="Offset">Where the next line begins.</param>
/// <param name="Line">The number of that line, from 1.</param>
internal sealed record LineRange(string FileName, long FileLength, long Start, long End, long Offset, long Line)
{
    /// <summary>The id of the split: the file and the offset at which it starts, which no other split has.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{FileName}@{Start}");

    public static LineRange FromFields(ManifestFields fields) => new(
        fields["file"],
        fields.GetInt64("length"),
        fields.GetInt64("start"),
        fields.GetInt64("end"),
        fields.GetInt64("offset"),
        fields.GetInt64("line"));

    public ManifestFields ToFields() => ManifestFields.Empty
        .With("file", FileName)
        .With("length", FileLength)
        .With("start", Start)
        .With("end", End)
        .With("offset", Offset)
        .With("line", Line);
}
