using StateGen.Schemas.Text;

namespace StateGen.Schemas.Recording;

/// <summary>What shipping makes of the two files.</summary>
/// <param name="Generation">The number of the new generation.</param>
/// <param name="Shipped">The new text of <c>StateSchema.Shipped.txt</c>.</param>
/// <param name="Unshipped">The new text of <c>StateSchema.Unshipped.txt</c>.</param>
/// <param name="Section">What the generation adds.</param>
public sealed record SchemaShipment(int Generation, string Shipped, string Unshipped, SchemaSection Section);
