namespace StateGen.Formats.Values;

/// <summary>Finds UTF-16 that has no UTF-8 form.</summary>
internal static class Surrogates
{
    private const char First = '\uD800';
    private const char Last = '\uDFFF';

    /// <summary>Returns the index of the first surrogate without its partner, or -1 if there is none. Vectorized for text without surrogates.</summary>
    public static int IndexOfLone(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyInRange(First, Last);
        return start < 0 ? -1 : IndexOfLone(text, start);
    }

    private static int IndexOfLone(ReadOnlySpan<char> text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return index;
            index++;
        }

        return -1;
    }
}
