namespace StateGen.Generators.Parsing.Symbols;

/// <summary>FNV-1a, 32 bits, over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/): tells generated names apart, equally in every build.</summary>
internal static class StableHash
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The hash as 8 lowercase hexadecimal digits.</summary>
    public static string Of(string text)
    {
        var hash = OffsetBasis;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * Prime);
        return hash.ToString("x8");
    }
}
