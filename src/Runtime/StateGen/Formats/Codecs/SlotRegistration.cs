using StateGen.Schemas;
using StateGen.Schemas.Text;

namespace StateGen.Formats.Codecs;

/// <summary>What one assembly says of a type that it registers a codec for.</summary>
/// <param name="Description">How schemas describe the type.</param>
/// <param name="Codecs">The hand-written codecs in it, of which schemas know no more than the version.</param>
internal sealed record SlotRegistration(TypeDescription Description, string Codecs)
{
    private const string Separator = " = ";

    /// <summary>Reads a registration.</summary>
    /// <param name="expression">The type expression of schemas.</param>
    /// <param name="types">The text of the shapes of the assembly's types.</param>
    /// <param name="codecs">The hand-written codecs of the assembly, a line each: <c>type = codec</c>.</param>
    public static SlotRegistration Of(string expression, string types, string codecs)
    {
        var description = TypeDescription.Of(expression, SchemaDocument.Parse(types).Generations.SelectMany(section => section.Types).Select(type => type.Value));
        var used = codecs.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => description.Types.Any(type => type is OpaqueSchema && line.StartsWith(type.Name + Separator, StringComparison.Ordinal)))
            .Select(line => line[(line.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..]);
        return new(description, string.Join(", ", used));
    }
}
