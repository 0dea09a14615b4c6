using System.Runtime.CompilerServices;

namespace StateGen.Generators.Model;

/// <summary>Errors of this compiler itself: a switch over a closed set of kinds meets one that was added later.</summary>
internal static class Unreachable
{
    /// <summary>The error for the default arm of such a switch.</summary>
    /// <param name="kind">The value that has no arm: an enum member, or an object whose type is its kind.</param>
    /// <param name="member">The member with the switch.</param>
    /// <param name="path">Its file.</param>
    public static InvalidOperationException Case(object kind, [CallerMemberName] string member = "", [CallerFilePath] string path = "")
    {
        var name = kind is Enum ? $"{kind.GetType().Name}.{kind}" : kind.GetType().Name;
        return new($"{Path.GetFileNameWithoutExtension(path)}.{member} has no case for {name}.");
    }
}
