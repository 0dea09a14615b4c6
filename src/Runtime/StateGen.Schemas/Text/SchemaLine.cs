using System.Globalization;
using System.Text;

namespace StateGen.Schemas.Text;

/// <summary>Reads one line of a schema from left to right. Every method throws <see cref="FormatException"/> if the expected text does not follow.</summary>
internal sealed class SchemaLine(string text)
{
    private const string NamePunctuation = "_.+`@/-$<>,?";

    private int _position;

    public static bool IsNameCharacter(char character) =>
        char.IsLetterOrDigit(character) || NamePunctuation.IndexOf(character) >= 0;

    /// <summary>Reads a piece of text if it follows.</summary>
    public bool TryTake(string expected)
    {
        if (string.CompareOrdinal(text, _position, expected, 0, expected.Length) != 0)
            return false;
        _position += expected.Length;
        return true;
    }

    public void Take(string expected)
    {
        if (!TryTake(expected))
            throw Expected($"'{expected}'");
    }

    public void TakeEnd()
    {
        if (_position < text.TrimEnd().Length)
            throw Expected("the end of the line");
    }

    /// <summary>Reads a name, bare or in quotes.</summary>
    public string TakeName() => TryTake("\"") ? TakeQuoted() : TakeBare("a name", IsNameCharacter);

    /// <summary>Reads <c>(formerly A, B)</c> if it follows.</summary>
    public EquatableArray<string> TakeFormerNames()
    {
        var names = new List<string>();
        if (!TryTake(" (formerly "))
            return [];
        do
            names.Add(TakeFormerName());
        while (TryTake(", "));
        Take(")");
        return names.OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
    }

    public string TakeType() => TypeExpression.Parse(TakeBare("a type", character => !char.IsWhiteSpace(character))).ToString();

    /// <summary>Reads a type that may be followed by a comma and an option. Commas between type arguments have no space behind them.</summary>
    public string TakeTypeBeforeOption()
    {
        var start = _position;
        var type = TakeBare("a type", character => !char.IsWhiteSpace(character));
        if (!type.EndsWith(",", StringComparison.Ordinal))
            return TypeExpression.Parse(type).ToString();
        _position--;
        return TypeExpression.Parse(text.Substring(start, _position - start)).ToString();
    }

    public string TakeNumber()
    {
        var number = TakeBare("a number", character => character is '-' or (>= '0' and <= '9'));
        return decimal.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value.ToString(CultureInfo.InvariantCulture)
            : throw new FormatException($"'{number}' is not a number.");
    }

    public int TakeInt32() => int.TryParse(TakeNumber(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException("the number is too large.");

    public long TakeInt64() => long.TryParse(TakeNumber(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException("the number is too large.");

    /// <summary>Reads <c>[0] </c> or <c>["key"] </c> if it follows.</summary>
    public string? TakeKey()
    {
        if (!TryTake("["))
            return null;
        var key = TryTake("\"") ? $"\"{TakeQuoted()}\"" : TakeIndex().ToString(CultureInfo.InvariantCulture);
        Take("] ");
        return key;
    }

    private int TakeIndex() => TakeInt32() is >= 0 and <= MemberSchema.LargestKey and var key
        ? key
        : throw new FormatException($"a key must be a number from 0 to {MemberSchema.LargestKey}.");

    private string TakeFormerName()
    {
        if (TryTake("\""))
            return TakeQuoted();
        return TakeBare("a name", character => IsNameCharacter(character) && character != ',');
    }

    private string TakeBare(string expected, Func<char, bool> belongs)
    {
        var start = _position;
        while (_position < text.Length && belongs(text[_position]))
            _position++;
        return _position > start ? text.Substring(start, _position - start) : throw Expected(expected);
    }

    private string TakeQuoted()
    {
        var name = new StringBuilder();
        while (_position < text.Length && text[_position] != '"')
            name.Append(TakeCharacter());
        Take("\"");
        return name.ToString();
    }

    private char TakeCharacter()
    {
        var character = text[_position++];
        if (character != '\\')
            return character;
        if (TryTake("\""))
            return '"';
        if (TryTake("\\"))
            return '\\';
        Take("u");
        if (_position + 4 > text.Length
            || !ushort.TryParse(text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Expected("four hexadecimal digits");
        }

        _position += 4;
        return (char)code;
    }

    private FormatException Expected(string what) =>
        new($"expected {what}, but found {(_position < text.Length ? $"'{text.Substring(_position).TrimEnd()}'" : "the end of the line")}.");
}
