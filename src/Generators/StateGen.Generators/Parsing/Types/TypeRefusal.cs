namespace StateGen.Generators.Parsing.Types;

/// <summary>Why a type cannot be kept in state or be a key.</summary>
/// <param name="Kind">Which rule it breaks.</param>
/// <param name="Path">The type, or the way from it to the member that is to blame: <c>Order.Customer.Tags</c>.</param>
/// <param name="Reason">What is wrong, and what to use instead.</param>
internal sealed record TypeRefusal(RefusalKind Kind, string Path, string Reason);
