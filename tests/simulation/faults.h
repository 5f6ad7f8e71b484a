/* What strikes in the middle of an action. */
#ifndef TESTS_SIMULATION_FAULTS_H
#define TESTS_SIMULATION_FAULTS_H

#include "simulation/simulation.h"

/* Arm the simulation's fault; the statuses with which an action may say that it struck
 * (world_fault()). */
unsigned fault_arm(simulation *sim);

/* No fault any more; whether it struck. */
bool fault_disarm(simulation *sim);

#endif
