using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StateGen.Tests.Connectors;

/// <summary>A text file made of known lines, and a way to read it.</summary>
public sealed record TextFile(IReadOnlyList<string> Lines, IReadOnlyList<string> Ends, bool HasMark, int Skip, int Splits, int BatchSize)
{
    private static readonly Gen<string> Line = Gen.Elements("", "a", "bcd", "é,€,\U0001F600", "a longer line of text, with\ta tab", "0123456789");

    public static Gen<TextFile> Generator { get; } =
        from lines in Line.ListOf()
        from ends in Gen.Elements("\n", "\r\n").ListOf(lines.Count)
        from hasMark in Gen.Elements(true, false)
        from skip in Gen.Choose(0, 3)
        from splits in Gen.Choose(1, 9)
        from batchSize in Gen.Choose(1, 5)
        select new TextFile([.. lines], [.. ends], hasMark, skip, splits, batchSize);

    public byte[] Bytes => Encoding.UTF8.GetBytes((HasMark ? "\uFEFF" : "") + string.Concat(Lines.Zip(Ends, string.Concat)));

    /// <summary>The lines with their numbers, without those skipped and the blank ones at the end.</summary>
    public IEnumerable<(long Number, string Text)> Expected
    {
        get
        {
            var last = Lines.ToList().FindLastIndex(line => line.Length > 0);
            return Lines.Take(last + 1).Select((line, index) => ((long)index + 1, line)).Skip(Skip);
        }
    }

    public override string ToString() => $"{Splits} splits, skip {Skip}, batches of {BatchSize}, bytes {Convert.ToHexString(Bytes)}";
}
