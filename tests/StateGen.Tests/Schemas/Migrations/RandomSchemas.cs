using StateGen.Schemas;

namespace StateGen.Tests.Schemas.Migrations;

/// <summary>Random schemas of one list state, and random changes of them.</summary>
internal sealed class RandomSchemas(Random random)
{
    private static readonly string[] Scalars =
    [
        "boolean", "byte", "sbyte", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int128", "uint128", "int128le", "uint128le",
        "char", "half", "single", "double", "decimal", "decimaltext", "biginteger", "string", "uri", "version", "bytes", "guid", "guidtext", "datetime", "datetimeoffset", "timespan", "dateonly", "timeonly",
    ];

    private static readonly string[] Named = ["R0", "R1", "R2", "E0", "F0", "U0"];

    public OperatorSchema Create() => new(
        "random",
        "string",
        [new StateSchema("X", StateKind.List, Type(3))],
        [.. Named.Where(name => name[0] == 'R').Select(name => (TypeSchema)Record(name)), Enum("E0", isFlags: false), Enum("F0", isFlags: true), Union()]);

    /// <summary>A schema that differs in a few places.</summary>
    public OperatorSchema Change(OperatorSchema schema) => schema with
    {
        States = [schema.States[0] with { Type = Change(schema.States[0].Type) }],
        Types = schema.Types.Select(Change).ToEquatableArray(),
    };

    private string Type(int depth)
    {
        var nullable = random.Next(3) == 0 ? "?" : "";
        return (depth == 0 ? 0 : random.Next(8)) switch
        {
            1 => $"list<{Type(depth - 1)}>{nullable}",
            2 => $"set<{Scalars[random.Next(12)]}>{nullable}",
            3 => $"map<{Scalars[random.Next(12)]},{Type(depth - 1)}>{nullable}",
            4 => $"tuple<{Type(depth - 1)},{Type(depth - 1)}>{nullable}",
            5 or 6 or 7 => Named[random.Next(Named.Length)] + (random.Next(2) == 0 ? "?" : ""),
            _ => Scalars[random.Next(Scalars.Length)] + nullable,
        };
    }

    private RecordSchema Record(string name)
    {
        var keys = random.Next(3);
        var members = Enumerable.Range(0, random.Next(5)).Select(index => new MemberSchema($"M{index}", Type(1), Key(keys, index * 2)));
        return new(name, members.ToEquatableArray());
    }

    private static string? Key(int kind, int index) => kind switch { 0 => null, 1 => $"{index}", _ => $"\"k{index}\"" };

    private EnumSchema Enum(string name, bool isFlags) => new(
        name, isFlags ? "byte" : "int32", isFlags, [.. Enumerable.Range(0, 4).Select(index => new EnumMemberSchema($"N{index}", isFlags ? $"{1 << index}" : $"{index * 3}"))]);

    private UnionSchema Union() => new("U0", [.. Enumerable.Range(0, 1 + random.Next(3)).Select(tag => new UnionCaseSchema(tag, $"R{tag}"))]);

    private string Change(string type) => random.Next(6) switch
    {
        0 => type.EndsWith('?') ? type[..^1] : type + "?",
        1 => type.Replace("int32", "int64", StringComparison.Ordinal).Replace("int16", "double", StringComparison.Ordinal).Replace("single", "double", StringComparison.Ordinal),
        2 => type.Replace("byte", "decimal", StringComparison.Ordinal),
        _ => type,
    };

    private TypeSchema Change(TypeSchema type) => type switch
    {
        RecordSchema record => record with { Members = Change(record.Members) },
        EnumSchema { IsFlags: true } flags when random.Next(3) == 0 => flags with { Members = [.. flags.Members.Select(member => member with { Value = $"{int.Parse(member.Value) << 1}" })] },
        EnumSchema { IsFlags: false } plain when random.Next(3) == 0 => plain with { Members = [.. plain.Members.Select(member => member with { Value = $"{int.Parse(member.Value) + 3}" })] },
        UnionSchema union when random.Next(3) == 0 && union.Cases.Count < 3 => union with { Cases = [.. union.Cases, new(union.Cases.Count, $"R{union.Cases.Count}")] },
        _ => type,
    };

    private EquatableArray<MemberSchema> Change(EquatableArray<MemberSchema> members)
    {
        var changed = members.Where(_ => random.Next(6) > 0)
            .Select(member => member with { Type = Change(member.Type) })
            .Select(member => random.Next(6) == 0 ? member with { Name = member.Name + "b", FormerNames = [member.Name] } : member).ToList();
        if (random.Next(3) == 0)
            changed.Add(new("Z", Type(1), members.Count == 0 ? null : Key(members[0].Key is null ? 0 : members[0].Key!.StartsWith('"') ? 2 : 1, 20)));
        if (changed.TrueForAll(member => member.Key is null) && random.Next(3) == 0)
            changed.Reverse();
        return changed.ToEquatableArray();
    }
}
