using System.ComponentModel;
using System.Reflection;
using System.Xml.Linq;

namespace StateGen.Generators.Tests;

/// <summary>What is public for generated code alone says so and is not offered by editors.</summary>
public class GeneratedCodeSurfaceTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void What_is_documented_for_generated_code_is_hidden_and_the_other_way_round()
    {
        var library = typeof(OperatorHost).Assembly;

        var hidden = library.GetExportedTypes().SelectMany(type => type.GetMembers(All).Prepend(type)).Where(IsHidden).Select(NameOf).Distinct();

        Assert.Equal(Documented(Path.ChangeExtension(library.Location, ".xml")).Order(StringComparer.Ordinal), hidden.Order(StringComparer.Ordinal));
    }

    private static bool IsHidden(MemberInfo member) => member.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never;

    private static string NameOf(MemberInfo member) => member is Type type ? type.FullName! : $"{member.DeclaringType!.FullName}.{member.Name}";

    // M:Namespace.Type`1.Member``1(Parameters). A primary constructor repeats what its type says.
    private static IEnumerable<string> Documented(string documentation) => XDocument.Load(documentation).Descendants("member")
        .Where(member => member.Element("summary") is { } summary && summary.Value.TrimStart().StartsWith("Generated code:", StringComparison.Ordinal))
        .Select(member => member.Attribute("name")!.Value[2..].Split('(')[0].Split("``")[0])
        .Where(name => !name.EndsWith(".#ctor", StringComparison.Ordinal))
        .Distinct();
}
