using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>The stable names of states.</summary>
internal static class StateNames
{
    /// <summary>What <c>[State(Name = …)]</c> says, or the property's name.</summary>
    public static string Of(IPropertySymbol property)
    {
        var attribute = property.GetAttributes().First(KnownTypes.IsStateAttribute);
        var name = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value;
        return name.Value as string ?? property.Name;
    }
}
