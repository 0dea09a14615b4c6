using StateGen.Generators.Tests.Types;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>What a constructor makes of its arguments would be made of that again at each restore.</summary>
public class ChangedMemberTests
{
    public static TheoryData<string, string> Changing => new()
    {
        { "internal sealed class Shape { public Shape(string id) => Id = \"x\" + id; public string Id { get; } }", "Id" },
        { "internal sealed class Shape { public Shape(string id) { var key = id + \"x\"; Id = key; } public string Id { get; } }", "Id" },
        { "internal sealed class Shape { public Shape(string id) { id += \"x\"; Id = id; } public string Id { get; } }", "Id" },
        { "internal sealed class Shape { public Shape(int count) { count++; Count = count; } public int Count { get; } }", "Count" },
        { "internal sealed class Shape { public Shape(int a, int b) => (A, B) = (a, b + 1); public int A { get; } public int B { get; } }", "B" },
        { "internal sealed class Shape { public Shape(int a, int b) => (A, B) = (b, a); public int A { get; } public int B { get; } }", "A" },
        { "internal sealed class Shape { public Shape(string id) => Id = Make(id); public string Id { get; } private static string Make(string id) => $\"x{id}\"; }", "Id" },
        { "internal sealed class Shape(decimal amount) { public decimal Amount { get; } = amount * 100; }", "Amount" },
        { "internal sealed class Shape(int amount) { public int Amount => amount * 100; }", "Amount" },
        { "internal sealed record Shape(string Id) { public string Id { get; } = $\"x{Id}\"; }", "Id" },
        { "internal abstract class Origin(string id) { public string Id { get; } = id; } internal sealed class Shape(string id) : Origin(\"x\" + id);", "Id" },
        { "internal abstract class Origin { protected Origin(string key) => Id = \"x\" + key; public string Id { get; } } internal sealed class Shape : Origin { public Shape(string id) : base(key: id) { } }", "Id" },
        { "internal abstract record Origin(string Id); internal sealed record Shape(string Id) : Origin(\"x\" + Id);", "Id" },
        { "internal sealed class Shape { public Shape(string id) : this(id + \"x\", 1) { } public Shape(string text, int count) => Id = text + count; public string Id { get; } }", "Id" },
        { "internal sealed class Shape { private readonly string _id; public Shape(string id) => _id = id; public string Id => \"x\" + _id; }", "Id" },
        { "internal sealed class Shape { private readonly int _a; public int A { get => _a; init => _a = value + 1; } }", "A" },
    };

    public static TheoryData<string> Keeping =>
    [
        "internal sealed class Shape { public Shape(string id, int age) { ArgumentNullException.ThrowIfNull(id); if (age < 0) throw new ArgumentException(nameof(age) + id); Id = id; Age = age; } public string Id { get; } public int Age { get; } }",
        "internal sealed class Shape { public Shape(string? id) => Id = id ?? throw new ArgumentNullException(nameof(id)); public string? Id { get; } }",
        "internal sealed class Shape { public Shape(int age) => Age = age >= 0 ? age : throw new ArgumentOutOfRangeException(nameof(age)); public int Age { get; } }",
        "internal sealed class Shape { private readonly int _b; public Shape(int a, int b) { (A, this._b) = (a, b); } public int A { get; } public int B => _b; }",
        "internal sealed class Shape(IReadOnlyList<int> all, string name) { public IReadOnlyList<int> All { get; } = [.. all]; public string Name { get; } = name.Trim().ToUpperInvariant(); }",
        "internal sealed class Shape { public Shape(int share) { var kept = Math.Clamp(share, 0, 100); Share = kept; } public int Share { get; } }",
        "internal sealed record Shape(string Text) { public int Length { get; init; } = Text.Length; public bool IsLong => Text.Length > 3; }",
        "internal sealed class Shape(int a) { public int A => a; public int Twice => a * 2; }",
        "internal abstract class Origin(string id) { public string Id => id; } internal sealed class Shape(string id) : Origin(id);",
        "internal sealed class Shape { public Shape(string id) : this(id, 1) { } public Shape(string id, int count) { Id = id; Count = count; } public string Id { get; } public int Count { get; } }",
        "internal readonly struct Shape { private static int s_count; public Shape(int a) { s_count = 1; A = a; } public int A { get; } public static int Count => s_count; }",
    ];

    [Theory]
    [MemberData(nameof(Changing))]
    public void A_member_that_is_not_what_was_given_is_refused_and_named(string declaration, string member) => Refusals.AssertUnsupported(declaration, "Shape", $"Shape.{member}",
        $"'{member}' does not return the value that was passed for it, so each restore would change it again; store the value unchanged, or register a codec with [assembly: UseCodec]");

    [Theory]
    [MemberData(nameof(Keeping))]
    public void Checks_and_what_changes_nothing_when_it_is_repeated_are_correct(string declaration) =>
        Generated.From(declaration, Refusals.Operator("[State] internal partial Shape? X { get; set; }"));
}
