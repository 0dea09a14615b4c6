namespace StateGen.Evolution.Tests;

/// <summary>Changes of enums: by name; sets of flags bit by bit; undefined numbers stay.</summary>
internal static class EnumChanges
{
    private const string OldColor = "internal enum Color { Red, Green = 1, Blue = 2 }";
    private const string OldRights = "[Flags] internal enum Rights { None = 0, Read = 1, Write = 2, Both = 3 }";

    public static IEnumerable<Change> All =>
    [
        Color("SameEnum", OldColor),
        Color("EnumMemberAdded", "internal enum Color { Red, Green, Blue, Black }"),
        Color("EnumReordered", "internal enum Color { Blue, Green, Red }") with { Old = "Color?", New = "Color?" },
        Color("EnumRenumberedInACircle", "internal enum Color { Red = 1, Green = 2, Blue = 0 }") with { Old = "Color?", New = "Color?" },
        Color("EnumRenumberedButZero", "internal enum Color { Red, Blue, Green }"),
        Color("EnumWidened", "internal enum Color : long { Red, Green, Blue = 10_000_000_000 }"),
        Refusal("EnumMemberRemoved", "internal enum Color { Red, Blue = 2 }", "Color.Green"),
        Refusal("EnumNarrowed", "internal enum Color : byte { Red, Green, Blue }", "Color"),
        new("EnumMemberRenamed", "Color?", "Color?", OldColor, "internal enum Color { [FormerName(\"Red\")] Rot = 7, Green = 1, Blue = 2 }") { IsClass = false, Values = [("Color.Red", "Rot"), ("Color.Blue", "Blue")] },
        new("UndefinedNumberStays", "Color?", "Color?", OldColor, "internal enum Color { Green, Blue, Red }") { IsClass = false, Values = [("(Color)77", "77"), ("(Color)(-1)", "-1")] },
        new("EnumToNumber", "Color", "int", OldColor) { IsClass = false, Values = [("Color.Blue", "")], Refused = ("", "EnumToNumber.Color", "int32") },
        Rights("SameFlags", OldRights),
        Rights("FlagAdded", "[Flags] internal enum Rights { None = 0, Read = 1, Write = 2, Both = 3, Run = 4 }"),
        Rights("FlagsRenumbered", "[Flags] internal enum Rights { None = 0, Write = 1, Read = 4, Both = 5 }"),
        new("FlagRemoved", "Rights", "Rights", OldRights, "[Flags] internal enum Rights { None = 0, Read = 1 }") { IsClass = false, Values = [("Rights.Write", "")], Refused = ("Rights.Write", "2", "") },
        new("UnnamedBitStays", "Rights", "Rights", OldRights, "[Flags] internal enum Rights { None = 0, Read = 2, Write = 1, Both = 3 }") { IsClass = false, Values = [("(Rights)65", "66")] },
    ];

    private static Change Color(string name, string types) => new(name, "Color", "Color", OldColor, types)
    {
        IsClass = false,
        Values = [("Color.Green", "Green"), ("Color.Blue", "Blue"), ("Color.Red", "Red")],
    };

    private static Change Rights(string name, string types) => new(name, "Rights", "Rights", OldRights, types)
    {
        IsClass = false,
        Values = [("Rights.Read", "Read"), ("Rights.Write", "Write"), ("Rights.Both", "Both")],
    };

    private static Change Refusal(string name, string types, string member) =>
        new(name, "Color", "Color", OldColor, types) { IsClass = false, Values = [("Color.Green", "")], Refused = (member, "", "") };
}
