using System.Reflection;
using StateGen.Generators;

namespace StateGen.TestKit.Compiler;

/// <summary>All names in <see cref="TrackingNames"/>.</summary>
internal static class TrackingNameList
{
    public static IReadOnlyList<string> All { get; } = [.. typeof(TrackingNames).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];
}
