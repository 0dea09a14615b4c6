namespace StateGen.Schemas;

/// <summary>Completes the schema of a generic operator with the types that take the place of its type parameters.</summary>
public static class GenericSchema
{
    /// <summary>Replaces the placeholders of a schema and adds the shapes of the types.</summary>
    /// <param name="schema">A schema with placeholders in its type expressions.</param>
    /// <param name="arguments">The types; one type parameter may occur twice, as key and as value.</param>
    /// <exception cref="InvalidOperationException">Two of the types have the same name and different shapes.</exception>
    public static OperatorSchema Complete(OperatorSchema schema, IReadOnlyList<SchemaArgument> arguments)
    {
        string Replace(string type) => GenericSchema.Replace(TypeExpression.Parse(type), arguments).ToString();
        return schema with
        {
            KeyType = Replace(schema.KeyType),
            States = schema.States
                .Select(state => state with { Type = Replace(state.Type), MapKeyType = state.MapKeyType is null ? null : Replace(state.MapKeyType) })
                .ToEquatableArray(),
            Types = schema.Types.Select(type => Complete(type, Replace)).Concat(arguments.SelectMany(argument => argument.Description.Types))
                .GroupBy(type => type.Name, StringComparer.Ordinal).Select(same => RequireOne(schema, same))
                .OrderBy(type => type.Name, StringComparer.Ordinal).ToEquatableArray(),
        };
    }

    // The name may be shared by two types from two assemblies, or by one type of which two assemblies know different members.
    private static TypeSchema RequireOne(OperatorSchema schema, IGrouping<string, TypeSchema> same) => same.Distinct().Count() == 1
        ? same.First()
        : throw new InvalidOperationException(
            $"Operator '{schema.OperatorId}' cannot be opened because two of its types have the name {same.Key} but different members. "
                + "Rename one of them, or store them in different operators.");

    private static TypeSchema Complete(TypeSchema type, Func<string, string> replace) => type switch
    {
        RecordSchema record => record with
        {
            Name = replace(record.Name),
            Members = record.Members.Select(member => member with { Type = replace(member.Type) }).ToEquatableArray(),
        },
        UnionSchema union => union with
        {
            Name = replace(union.Name),
            Cases = union.Cases.Select(single => single with { Type = replace(single.Type) }).ToEquatableArray(),
        },
        _ => type with { Name = replace(type.Name) },
    };

    private static TypeExpression Replace(TypeExpression type, IReadOnlyList<SchemaArgument> arguments)
    {
        if (arguments.FirstOrDefault(argument => argument.Placeholder == type.Name) is not { } argument)
            return type with { Arguments = type.Arguments.Select(inner => Replace(inner, arguments)).ToEquatableArray() };
        var replacement = TypeExpression.Parse(argument.Description.Type);
        return replacement with { IsNullable = replacement.IsNullable || (type.IsNullable && argument.AdmitsNull) };
    }
}

/// <summary>The type that takes the place of a type parameter in the schema of a generic operator.</summary>
/// <param name="Placeholder">The name of the type parameter in the schema, such as <c>$T</c>.</param>
/// <param name="Description">The description of the type.</param>
/// <param name="AdmitsNull">
/// true if <c>T?</c> admits null; false if a value type takes the place of a type parameter without constraint.
/// </param>
public sealed record SchemaArgument(string Placeholder, TypeDescription Description, bool AdmitsNull);
