using System.Security.Cryptography;
using System.Text;
using StateGen.Schemas.Text;

namespace StateGen.Schemas;

/// <summary>
/// Computes a short, stable name for the shape of an operator's state: the first 64 bits of SHA-256 over the UTF-8 of the canonical text, in hexadecimal.
/// Former names and the length of a time to live are not part of the shape, because stored bytes do not depend on them.
/// </summary>
public static class SchemaFingerprint
{
    private const int Bytes = 8;

    /// <summary>Computes the fingerprint of a schema: 16 hexadecimal digits, equal for equal shapes.</summary>
    /// <param name="schema">The schema.</param>
    public static string Of(OperatorSchema schema)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(SchemaText.Write(ShapeOf(schema))));
        return string.Concat(hash.Take(Bytes).Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Determines whether two schemas describe the same stored bytes.</summary>
    /// <param name="left">One schema.</param>
    /// <param name="right">The other.</param>
    public static bool HaveSameShape(OperatorSchema left, OperatorSchema right) =>
        SchemaText.Write(ShapeOf(left)) == SchemaText.Write(ShapeOf(right));

    private static OperatorSchema ShapeOf(OperatorSchema schema) => schema with
    {
        States = schema.States
            .Select(state => state with { FormerNames = [], TimeToLiveMilliseconds = state.TimeToLiveMilliseconds is null ? null : 1 })
            .ToEquatableArray(),
        Types = schema.Types.Select(ShapeOf).ToEquatableArray(),
    };

    private static TypeSchema ShapeOf(TypeSchema type) => type switch
    {
        RecordSchema record => record with
        {
            FormerNames = [],
            Members = record.Members.Select(member => member with { FormerNames = [] }).ToEquatableArray(),
        },
        EnumSchema description => description with
        {
            FormerNames = [],
            Members = description.Members.Select(member => member with { FormerNames = [] }).ToEquatableArray(),
        },
        _ => type with { FormerNames = [] },
    };
}
