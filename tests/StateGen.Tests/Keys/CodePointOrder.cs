namespace StateGen.Tests.Keys;

/// <summary>Text by its code points, null first; unlike ordinal UTF-16 it puts supplementary characters last.</summary>
internal sealed class CodePointOrder : IComparer<string?>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        return x.EnumerateRunes().Zip(y.EnumerateRunes(), (left, right) => left.CompareTo(right)).FirstOrDefault(order => order != 0) is var first && first != 0
            ? first
            : x.EnumerateRunes().Count().CompareTo(y.EnumerateRunes().Count());
    }
}
