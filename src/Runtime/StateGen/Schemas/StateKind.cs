using System.Text.Json.Serialization;

namespace StateGen.Schemas;

/// <summary>The kinds of keyed state. Names are part of the checkpoint format; new kinds are appended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StateKind>))]
public enum StateKind
{
    /// <summary>One value per key, a column of the row.</summary>
    Value = 0,

    /// <summary>Entries per key, each under a map key.</summary>
    Map = 1,

    /// <summary>Elements per key in the order in which they were added.</summary>
    List = 2,
}
