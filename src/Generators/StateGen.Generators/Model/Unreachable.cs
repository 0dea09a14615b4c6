using System.Runtime.CompilerServices;

namespace StateGen.Generators.Model;

/// <summary>Creates exceptions for errors of the generator itself: a switch over a closed set of kinds has no arm for a kind that was added later.</summary>
internal static class Unreachable
{
    /// <summary>Creates the exception for the default arm of such a switch.</summary>
    /// <param name="kind">The value that has no arm: an enum member, or an object whose type is its kind.</param>
    /// <param name="member">The member that contains the switch.</param>
    /// <param name="path">The path of the member's file.</param>
    public static InvalidOperationException Case(object kind, [CallerMemberName] string member = "", [CallerFilePath] string path = "")
    {
        var name = kind is Enum ? $"{kind.GetType().Name}.{kind}" : kind.GetType().Name;
        return new($"{Path.GetFileNameWithoutExtension(path)}.{member} has no case for {name}.");
    }
}
