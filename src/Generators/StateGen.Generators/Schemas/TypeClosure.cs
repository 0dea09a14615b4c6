namespace StateGen.Generators.Schemas;

/// <summary>Finds the types that type expressions mention, near and far: what an upgrade reads is no part of the schema.</summary>
internal static class TypeClosure
{
    public static EquatableArray<TypeSchema> Of(IEnumerable<string> expressions, IEnumerable<TypeSchema> types)
    {
        var byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        var found = new SortedDictionary<string, TypeSchema>(StringComparer.Ordinal);
        var open = new Stack<string>(expressions);
        while (open.Count > 0)
        {
            foreach (var name in TypeExpression.Mentioned(open.Pop()))
            {
                if (found.ContainsKey(name) || !byName.TryGetValue(name, out var type))
                    continue;
                found.Add(name, type);
                foreach (var part in PartsOf(type))
                    open.Push(part);
            }
        }

        return found.Values.ToEquatableArray();
    }

    private static IEnumerable<string> PartsOf(TypeSchema type) => type switch
    {
        RecordSchema record => record.Members.Select(member => member.Type),
        UnionSchema union => union.Cases.Select(single => single.Type),
        _ => [],
    };
}
